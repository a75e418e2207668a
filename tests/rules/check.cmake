# SPDX-License-Identifier: GPL-3.0-or-later
# Checks one rule about the sources: cmake -D RULE=name -D ROOT=folder -P check.cmake. Fails with one line a violation.
cmake_minimum_required(VERSION 3.25)

set(violations "")

function(violation text)
  string(REPLACE ";" "," text "${text}") # a list's separator
  set(violations ${violations} "${text}" PARENT_SCOPE)
endfunction()

# sources(OUT patterns...): paths, relative to ROOT, of the files in the rooms that match.
function(sources out)
  set(found "")
  foreach(pattern IN LISTS ARGN)
    file(GLOB_RECURSE matches RELATIVE ${ROOT} ${ROOT}/${pattern})
    list(APPEND found ${matches})
  endforeach()
  list(FILTER found EXCLUDE REGEX "__pycache__")
  set(${out} ${found} PARENT_SCOPE)
endfunction()

# includes(OUT file regex): what the file includes that matches, without the brackets or quotes.
function(includes out file regex)
  file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
  set(found "")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^[ \t]*#[ \t]*include[ \t]*[<\"]([^>\"]*)[>\"].*" "\\1" name "${line}")
    if(name MATCHES "${regex}")
      list(APPEND found ${name})
    endif()
  endforeach()
  set(${out} ${found} PARENT_SCOPE)
endfunction()

# No file of the given rooms may include what matches.
macro(forbid_includes regex reason)
  sources(files ${ARGN})
  foreach(file IN LISTS files)
    includes(names ${file} "${regex}")
    foreach(name IN LISTS names)
      violation("${file} includes ${name}: ${reason}")
    endforeach()
  endforeach()
endmacro()

include(${CMAKE_CURRENT_LIST_DIR}/${RULE}.cmake)

if(violations)
  list(LENGTH violations count)
  list(JOIN violations "\n  " text)
  message(FATAL_ERROR "rule ${RULE}: ${count} violation(s)\n  ${text}")
endif()
