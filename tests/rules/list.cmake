# SPDX-License-Identifier: GPL-3.0-or-later
# The rules, each a file of that name beside this one.
set(SEXTANT_RULES core_without_qt torch_behind_one_door mpi_behind_one_door one_qcustomplot_header ui_only_shows files_are_replaced room_dependencies
                  one_target_a_source file_length no_machine_paths spdx_line room_namespace nodiscard)
