# SPDX-License-Identifier: GPL-3.0-or-later
# Checks every rule without a build tree: cmake -P tests/rules/check_all.cmake.
cmake_minimum_required(VERSION 3.25)

include(${CMAKE_CURRENT_LIST_DIR}/list.cmake)
get_filename_component(root ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)
set(broken "")
foreach(rule IN LISTS SEXTANT_RULES)
  execute_process(COMMAND ${CMAKE_COMMAND} -D RULE=${rule} -D ROOT=${root} -P ${CMAKE_CURRENT_LIST_DIR}/check.cmake
                  RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    list(APPEND broken ${rule})
  endif()
endforeach()
if(broken)
  message(FATAL_ERROR "broken rules: ${broken}")
endif()
