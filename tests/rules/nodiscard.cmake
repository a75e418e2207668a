# SPDX-License-Identifier: GPL-3.0-or-later
# A Result that is dropped is an error that nobody hears of, and a function of core that returns a value is called for it: where a
# header declares such a function outside of classes, it is [[nodiscard]]. Goes by what stands at the beginning of a line.
set(specifiers "((inline|constexpr|consteval|static|extern) )*")
set(no_function "${specifiers}(class|concept|enum|namespace|struct|template|typedef|union|using|void) ")
sources(headers core/*.h ui/*.h app/*.h)
foreach(header IN LISTS headers)
  file(STRINGS ${ROOT}/${header} declared REGEX "^${specifiers}Result<")
  if(header MATCHES "^core/")
    # "Type name(", or a type alone where the name stands in the next line.
    file(STRINGS ${ROOT}/${header} others
         REGEX "^[A-Za-z_][A-Za-z0-9_:<>,*& ]*([ *&>][A-Za-z_][A-Za-z0-9_]*\\(|[A-Za-z0-9_*&>]$)")
    list(FILTER others EXCLUDE REGEX "^${no_function}|^${specifiers}Result<")
    list(APPEND declared ${others})
  endif()
  foreach(line IN LISTS declared)
    violation("${header} returns a value that may be dropped: ${line}")
  endforeach()
endforeach()
