# SPDX-License-Identifier: GPL-3.0-or-later
# The science must build on a machine without Qt.
forbid_includes("^(Q[A-Z]|Qt[A-Z]|qt|qcustomplot)" "core knows no Qt" core/*.h core/*.cpp)

sources(lists core/CMakeLists.txt core/*/CMakeLists.txt)
foreach(list IN LISTS lists)
  file(STRINGS ${ROOT}/${list} lines REGEX "Qt[0-9]*::|find_package\\(Q|AUTOMOC")
  foreach(line IN LISTS lines)
    violation("${list} links Qt (${line}): core knows no Qt")
  endforeach()
endforeach()
