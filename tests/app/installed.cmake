# SPDX-License-Identifier: GPL-3.0-or-later
# An installation, moved to a folder of its own, must run by itself: the program finds its torch module and its demo there.
# cmake -D BUILD=folder -D PREFIX=folder -D GOLDEN=file -D ID=application -P installed.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${PREFIX} ${PREFIX}.moved)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${PREFIX} ${PREFIX}.moved)

execute_process(COMMAND ${PREFIX}.moved/bin/sextant report ${PREFIX}.moved/share/sextant/demo/stories260K.json --bands 12,24
                OUTPUT_VARIABLE printed ERROR_VARIABLE errors RESULT_VARIABLE status)
file(READ ${GOLDEN} expected)
if(NOT status EQUAL 0 OR NOT printed STREQUAL expected)
  message(FATAL_ERROR "the installed program (status ${status}) printed\n${printed}\n${errors}\ninstead of\n${expected}")
endif()

foreach(file IN ITEMS share/applications/${ID}.desktop share/metainfo/${ID}.metainfo.xml
                      share/icons/hicolor/scalable/apps/${ID}.svg share/sextant/demo/NOTICE.md share/doc/sextant/copyright
                      share/bash-completion/completions/sextant share/man/man1/sextant.1.gz
                      share/doc/sextant/changelog.gz share/doc/sextant/guide/memory.md)
  if(NOT EXISTS ${PREFIX}.moved/${file})
    message(FATAL_ERROR "${file} is not installed")
  endif()
endforeach()
file(REMOVE_RECURSE ${PREFIX}.moved)
