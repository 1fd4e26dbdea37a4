# CITATION.cff as text inside the program: results say by it who made them and under which licence.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/CITATION.cff)
file(READ ${CMAKE_SOURCE_DIR}/CITATION.cff citation_text)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/citation_text.cpp @ONLY CONTENT [[
extern const char* const uptake_citation_text;
const char* const uptake_citation_text = R"cff(@citation_text@)cff";
]])
target_sources(uptake_store PRIVATE ${CMAKE_BINARY_DIR}/citation_text.cpp)
