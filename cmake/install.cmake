# cmake --install: the program, and the scenarios with their evidence where the program looks for them. The target
# `uninstall` takes away what the last installation from this build folder left. cpack -G DEB makes a Debian package.
include(GNUInstallDirs)

if(TARGET uptake)
  install(TARGETS uptake RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/uptake/scenarios)
install(FILES README.md CHANGELOG.md CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})

add_custom_target(uninstall COMMAND ${CMAKE_COMMAND} -D MANIFEST=${CMAKE_BINARY_DIR}/install_manifest.txt
                  -D OURS=/${CMAKE_INSTALL_DATADIR}/uptake|/${CMAKE_INSTALL_DOCDIR} -P ${CMAKE_SOURCE_DIR}/cmake/uninstall.cmake VERBATIM)

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
include(CPack)
