# SPDX-License-Identifier: GPL-3.0-or-later
# What the program writes goes through OutputFile and replaceFile() of core/base, which tell of a full disk and leave the old
# file or the new one.
sources(files core/*.h core/*.cpp app/*.h app/*.cpp ui/*.h ui/*.cpp)
foreach(file IN LISTS files)
  file(STRINGS ${ROOT}/${file} lines REGEX "(^|[^A-Za-z_])(ofstream|fstream|f(re)?open(64)?|fdopen)([^A-Za-z_>]|$)")
  foreach(line IN LISTS lines)
    violation("${file} writes a file past core/base/output_file.h: ${line}")
  endforeach()
endforeach()
