# SPDX-License-Identifier: GPL-3.0-or-later
# MPI is loaded when the program was started as one of several ranks: only a source of its module includes it.
sources(files *.h *.cpp)
list(FILTER files INCLUDE REGEX "^(core|ui|app|tests)/")
foreach(file IN LISTS files)
  includes(names ${file} "^mpi(\\.h|cxx\\.h|/)")
  if(names AND NOT file MATCHES "^core/mpi/[^/]*\\.cpp$")
    violation("${file} includes MPI: only a source of core/mpi may")
  endif()
endforeach()
