# SPDX-License-Identifier: GPL-3.0-or-later
# Every source says its licence in its first line, or in the second of a script.
sources(files core/*.h core/*.cpp ui/*.h ui/*.cpp app/*.h app/*.cpp tests/*.h tests/*.cpp tests/*.py tests/*.cmake
        CMakeLists.txt core/CMakeLists.txt ui/CMakeLists.txt app/CMakeLists.txt tests/CMakeLists.txt)
list(FILTER files EXCLUDE REGEX "^build/")
list(REMOVE_DUPLICATES files)
foreach(file IN LISTS files)
  file(STRINGS ${ROOT}/${file} lines LIMIT_COUNT 2)
  if(NOT lines MATCHES "^(#![^;]*;)?(//|#) SPDX-License-Identifier: GPL-3\\.0-or-later(;|$)")
    violation("${file} does not begin with its SPDX-License-Identifier line")
  endif()
endforeach()
