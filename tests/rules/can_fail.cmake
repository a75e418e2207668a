# SPDX-License-Identifier: GPL-3.0-or-later
# A rule that cannot fail guards nothing: each is shown a small project that keeps it and ones that break it.
cmake_minimum_required(VERSION 3.25)

set(failures "")

# A project that keeps every rule.
function(write_good_project)
  file(REMOVE_RECURSE ${SCRATCH})
  set(spdx "SPDX-License-Identifier: GPL-3.0-or-later\n")
  file(WRITE ${SCRATCH}/core/base/CMakeLists.txt "# ${spdx}sextant_room(base\n  SOURCES error.cpp)\n")
  file(COPY ${CMAKE_CURRENT_LIST_DIR}/../../ARCHITECTURE.md DESTINATION ${SCRATCH})
  file(COPY ${CMAKE_CURRENT_LIST_DIR}/rooms.cmake DESTINATION ${SCRATCH}/tests/rules)
  file(WRITE ${SCRATCH}/core/base/error.h "// ${spdx}#pragma once\nnamespace sextant {\nclass Error\;\n\
inline constexpr int most = int(3)\;\n\
[[nodiscard]] int amount()\;\n\
[[nodiscard]] Result<std::string>\ntextOf(const Error& error)\;\n\
template <typename T>\nstruct Of {\n    T value()\;\n}\;\n\
inline void tell() {}\n\
bool operator==(Error, Error)\;\n}\n")
  file(WRITE ${SCRATCH}/core/base/error.cpp "// ${spdx}#include \"core/base/error.h\"\n#include <vector>\n")
  file(WRITE ${SCRATCH}/core/torch/CMakeLists.txt "# ${spdx}add_library(torch MODULE torch.cpp)\n")
  file(WRITE ${SCRATCH}/core/torch/torch.cpp "// ${spdx}#include <torch/script.h>\n")
  file(WRITE ${SCRATCH}/ui/plots/CMakeLists.txt "# ${spdx}add_library(plots plot.cpp)\n")
  file(WRITE ${SCRATCH}/ui/plots/canvas.h
       "// ${spdx}#include <qcustomplot.h>\nnamespace sextant {\nclass Error\;\n}\nnamespace sextant::plots {\nclass Canvas\;\n}\n")
  file(WRITE ${SCRATCH}/ui/plots/plot.cpp
       "// ${spdx}#include \"ui/plots/canvas.h\"\n#include \"core/base/error.h\"\n#include <QString>\n")
endfunction()

function(run rule out)
  execute_process(COMMAND ${CMAKE_COMMAND} -D RULE=${rule} -D ROOT=${SCRATCH} -P ${CMAKE_CURRENT_LIST_DIR}/check.cmake
                  RESULT_VARIABLE result ERROR_VARIABLE errors OUTPUT_QUIET)
  set(${out} ${result} PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

# breaks(RULE FILE TEXT): with TEXT appended to FILE the rule fails and names the file; without, it passes.
function(breaks rule file text)
  write_good_project()
  run(${rule} result)
  if(NOT result EQUAL 0)
    list(APPEND failures "${rule} refuses a good project: ${errors}")
  endif()
  file(APPEND ${SCRATCH}/${file} "${text}")
  run(${rule} result)
  string(FIND "${errors}" "${file}" named)
  if(result EQUAL 0 OR named EQUAL -1)
    list(APPEND failures "${rule} lets pass, in ${file}: ${text}")
  endif()
  set(failures ${failures} PARENT_SCOPE)
endfunction()

# Put together here, so that this file itself keeps the rule.
string(CONCAT somebody "ho" "me")
string(CONCAT unfinished "TO" "DO")
string(REPEAT "int line\;\n" 401 long)

breaks(core_without_qt core/base/error.h "#include <QString>\n")
breaks(core_without_qt core/base/error.cpp "  #  include <QtCore/qglobal.h>\n")
breaks(core_without_qt core/base/CMakeLists.txt "target_link_libraries(base Qt6::Core)\n")
breaks(torch_behind_one_door core/base/error.cpp "#include <ATen/ATen.h>\n")
breaks(torch_behind_one_door core/torch/torch.h "#include <c10/util/Half.h>\n")
breaks(torch_behind_one_door core/torch/other.cpp "#include <torch/script.h>\n")
breaks(mpi_behind_one_door core/base/error.cpp "#include <mpi.h>\n")
breaks(mpi_behind_one_door core/mpi/door.h "#include <mpi.h>\n")
breaks(one_qcustomplot_header ui/plots/plot.cpp "#include <qcustomplot.h>\n")
breaks(one_qcustomplot_header ui/plots/other.h "#include <qcustomplot.h>\n")
breaks(ui_only_shows ui/plots/plot.cpp "#include <nlohmann/json.hpp>\n")
breaks(ui_only_shows ui/plots/plot.cpp "#include <fstream>\n")
breaks(files_are_replaced core/base/error.cpp "std::ofstream out(path)\;\n")
breaks(files_are_replaced app/main.cpp "std::FILE* out = std::fopen(path, \"w\")\;\n")
breaks(files_are_replaced ui/plots/plot.cpp "std::fstream both{path}\;\n")
breaks(room_dependencies core/base/error.h "#include \"core/analysis/verdict.h\"\n")
breaks(room_dependencies core/analysis/verdict.h "#include \"ui/plots/canvas.h\"\n")
breaks(room_dependencies ui/plots/plot.cpp "#include \"ui/session/session.h\"\n")
breaks(room_dependencies ui/plots/plot.cpp "#include \"app/command.h\"\n")
breaks(room_dependencies core/attic/old.h "#pragma once\n")
breaks(room_dependencies tests/rules/rooms.cmake "list(APPEND uses_core/json core/artifact)\n")
breaks(room_dependencies tests/rules/rooms.cmake "list(APPEND uses_core/tensor core/tensor)\n")
breaks(room_dependencies tests/rules/rooms.cmake "list(APPEND uses_core/report core/attic)\n")
breaks(room_dependencies tests/rules/rooms.cmake "list(APPEND rooms core/attic)\n")
breaks(room_dependencies ARCHITECTURE.md "| core/attic | what nobody needs |\n")
breaks(one_target_a_source core/base/unlisted.cpp "int unlisted\;\n")
breaks(one_target_a_source core/base/other/deep.cpp "int deep\;\n")
breaks(file_length core/base/error.h "${long}")
breaks(spdx_line core/base/other.h "#pragma once\n// SPDX-License-Identifier: GPL-3.0-or-later\n")
breaks(spdx_line tests/bench/other.py "#!/usr/bin/env python3\nimport sys\n")
breaks(spdx_line tests/CMakeLists.txt "add_subdirectory(core)\n")
breaks(room_namespace ui/plots/plot.cpp "namespace sextant {\n}\n")
breaks(room_namespace ui/plots/plot.cpp "namespace sextant::session {\n}\n")
breaks(room_namespace core/base/error.cpp "namespace sextant::errors {\n}\n")
breaks(room_namespace ui/plots/plot.cpp "struct Homeless {\n}\n")
breaks(nodiscard core/base/error.h "bool isGrave(const Error& error)\;\n")
breaks(nodiscard core/base/error.h "inline const std::vector<int>& numbers() {\n")
breaks(nodiscard core/base/error.h "std::vector<int>\nnumbers(int most)\;\n")
breaks(nodiscard core/base/error.h "template <typename T>\nT only()\;\n")
breaks(nodiscard core/base/error.h "Result<void> check()\;\n")
breaks(nodiscard ui/plots/canvas.h "Result<int> size()\;\n")
breaks(nodiscard ui/plots/canvas.h "inline Result<std::string>\nnameOf(const Canvas& canvas)\;\n")
breaks(no_machine_paths core/base/error.h "// see /${somebody}/notes\n")
breaks(no_machine_paths core/base/error.h "// ${unfinished} later\n")

if(failures)
  list(JOIN failures "\n  " text)
  message(FATAL_ERROR "rules that cannot fail, or fail without cause:\n  ${text}")
endif()
