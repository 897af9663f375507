# For nbgrader: put the masters into source/NAME/NAME.ipynb of a course folder and this file beside source/.
# The kit's Jupyter kernel runs them: nbkit jupyter install --user
c = get_config()  # noqa: F821

# nbgrader looks for its marks anywhere in a line; without the '###' of its defaults they are comments of C#, too.
c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
c.ClearHiddenTests.begin_test_delimeter = "BEGIN HIDDEN TESTS"
c.ClearHiddenTests.end_test_delimeter = "END HIDDEN TESTS"
c.ClearMarkScheme.begin_mark_scheme_delimeter = "BEGIN MARK SCHEME"
c.ClearMarkScheme.end_mark_scheme_delimeter = "END MARK SCHEME"

# Its table of stubs ends before C#.
c.ClearSolutions.code_stub = {"C#": "throw new NotImplementedException();"}

# Seconds a cell, as the masters allow at most.
c.ExecutePreprocessor.timeout = 120
