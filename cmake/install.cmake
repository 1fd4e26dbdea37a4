# cmake --install: the program, the scenarios with their evidence where the program looks for them, and the library with
# its headers for find_package(uptake). The target `uninstall` takes away what the last installation from this build
# folder left. cpack -G DEB makes a Debian package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

if(TARGET uptake)
  install(TARGETS uptake RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/uptake/scenarios)
install(FILES README.md CHANGELOG.md CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})

foreach(floors sim analysis)
  install(DIRECTORY ${floors} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/uptake COMPONENT development
          FILES_MATCHING PATTERN "*.hpp" PATTERN "cli" EXCLUDE)
endforeach()
set(uptake_package ${CMAKE_INSTALL_LIBDIR}/cmake/uptake)
install(EXPORT uptakeTargets NAMESPACE uptake:: DESTINATION ${uptake_package} COMPONENT development)
set(UPTAKE_DATA ${CMAKE_INSTALL_DATADIR}/uptake/scenarios)
configure_package_config_file(cmake/uptakeConfig.cmake.in ${CMAKE_BINARY_DIR}/uptakeConfig.cmake
                              INSTALL_DESTINATION ${uptake_package} PATH_VARS UPTAKE_DATA)
# the first two numbers of the version name the model
write_basic_package_version_file(${CMAKE_BINARY_DIR}/uptakeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/uptakeConfig.cmake ${CMAKE_BINARY_DIR}/uptakeConfigVersion.cmake cmake/plain_library.cmake
        DESTINATION ${uptake_package} COMPONENT development)

add_custom_target(uninstall COMMAND ${CMAKE_COMMAND} -D MANIFEST=${CMAKE_BINARY_DIR}/install_manifest.txt
                  "-DOURS=/${CMAKE_INSTALL_DATADIR}/uptake|/${CMAKE_INSTALL_DOCDIR}|/${CMAKE_INSTALL_INCLUDEDIR}/uptake|/${CMAKE_INSTALL_LIBDIR}/uptake|/${uptake_package}" -P ${CMAKE_SOURCE_DIR}/cmake/uninstall.cmake VERBATIM)

set(CPACK_PACKAGE_NAME uptake)
set(CPACK_PACKAGE_VENDOR "Uptake")
set(CPACK_PACKAGE_CONTACT "The authors of Uptake <uptake@example.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGE_DESCRIPTION
    "Agent-based simulation of how families in Flanders come to use, or never reach, relationship support and
parenting support: scenarios in YAML, paired comparisons, reports in English and Dutch, sweeps on Slurm.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR TGZ)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS  # for programs of one's own: what the headers include and the library links to
    "libboost-graph-dev, libeigen3-dev, libtbb-dev, libyaml-cpp-dev, libfmt-dev, nlohmann-json3-dev, libsqlite3-dev, libzstd-dev, nettle-dev, librandom123-dev")
include(CPack)
