# SPDX-License-Identifier: GPL-3.0-or-later
# QCustomPlot's header clashes with build settings and is slow: one header of ours includes it.
sources(files ui/*.h ui/*.cpp app/*.h app/*.cpp tests/*.h tests/*.cpp)
set(doors "")
foreach(file IN LISTS files)
  includes(names ${file} "(^|/)qcustomplot\\.h$")
  list(FILTER names EXCLUDE REGEX "^ui/") # our own header of that name
  if(names)
    list(APPEND doors ${file})
    if(NOT file MATCHES "^ui/plots/[^/]*\\.h$")
      violation("${file} includes qcustomplot.h: only one header of ui/plots may")
    endif()
  endif()
endforeach()
list(LENGTH doors count)
if(count GREATER 1)
  violation("${count} files include qcustomplot.h (${doors}): one header is enough")
endif()
