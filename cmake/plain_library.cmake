# Libraries of which Debian has no CMake package: NAME::NAME from a header and the library. Also for an installed copy.
function(uptake_plain_library name header)
  if(NOT TARGET ${name}::${name})
    find_path(${name}_include ${header} REQUIRED)
    find_library(${name}_library ${name} REQUIRED)
    mark_as_advanced(${name}_include ${name}_library)
    add_library(${name}::${name} UNKNOWN IMPORTED GLOBAL)
    set_target_properties(${name}::${name} PROPERTIES IMPORTED_LOCATION "${${name}_library}"
                          INTERFACE_INCLUDE_DIRECTORIES "${${name}_include}")
  endif()
endfunction()
uptake_plain_library(zstd zstd.h)
uptake_plain_library(nettle nettle/sha2.h)
