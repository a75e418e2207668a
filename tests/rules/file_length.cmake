# SPDX-License-Identifier: GPL-3.0-or-later
# A file that needs more than 400 lines holds more than one idea.
sources(files core/*.h core/*.cpp ui/*.h ui/*.cpp app/*.h app/*.cpp tests/*.h tests/*.cpp tests/*.py tests/*.cmake)
foreach(file IN LISTS files)
  file(READ ${ROOT}/${file} text)
  string(REGEX REPLACE "[^\n]" "" newlines "${text}")
  string(LENGTH "${newlines}" count)
  if(count GREATER 400)
    violation("${file} has ${count} lines: split it")
  endif()
endforeach()
