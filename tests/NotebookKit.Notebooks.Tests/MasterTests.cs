using NotebookKit.Host.Documents;
using NotebookKit.Host.Masters;

namespace NotebookKit.Notebooks.Tests;

/// <summary>The released notebooks are those of their masters, and their exercises can be told apart: red untouched, green solved.</summary>
public class MasterTests
{
    private static readonly string Notebooks = Path.Combine(Course.Root, "notebooks");

    public static TheoryData<string> Masters => [.. CourseRelease.FindMasters([Notebooks]).Select(master => Path.GetFileName(master)!)];

    [Fact]
    public async Task Every_released_notebook_is_what_its_master_makes()
    {
        (int exitCode, string output) = await Course.Nbkit("release", "--check");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Every_formula_and_picture_of_the_course_can_be_shown()
    {
        (int exitCode, string output) = await Course.Nbkit("export", "html", "--check", "notebooks");
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [MemberData(nameof(Masters))]
    public async Task Each_exercise_is_red_untouched_and_green_with_the_solution(string master)
    {
        string student = Path.Combine(Notebooks, master);
        string solution = Path.Combine(Notebooks, CourseRelease.SolutionsFolder, master);
        IReadOnlyList<string> names = CheckResults.Asked(NotebookDocument.Load(student));
        Assert.Equal(names, CheckResults.Asked(NotebookDocument.Load(solution)));
        if (names.Count > 0)
        {
            QuickRun untouched = await QuickRuns.Of(master);
            QuickRun solved = await QuickRuns.Of($"{CourseRelease.SolutionsFolder}/{master}");
            Assert.Empty(Exercises.Faults(untouched, solved, names));
        }
    }

    [Fact]
    public void The_tour_has_two_exercises() =>
        Assert.Equal(["accuracy", "shift"], CheckResults.Asked(NotebookDocument.Load(Path.Combine(Notebooks, "00-tour.ipynb"))));

    [Fact]
    public async Task A_check_of_the_engine_goes_from_a_master_through_release_and_run_to_the_comparison()
    {
        string folder = Directory.CreateTempSubdirectory("notebookkit-masters-").FullName;
        try
        {
            string masters = Directory.CreateDirectory(Path.Combine(folder, CourseRelease.MastersFolder)).FullName;
            NotebookDocument master = NotebookDocument.Empty();
            master.Add(NotebookCell.Code("#r \"nuget: NotebookKit\"\nusing NotebookKit.Checks;"));
            master.Add(NotebookCell.Code("int Good()\n{\n    // BEGIN SOLUTION throw new NotImplementedException();\n    return 6 * 7;\n    // END SOLUTION\n}\nint Wrong() => 41;"));
            master.Add(NotebookCell.Code("foreach (string name in new[] { \"Good\", \"Wrong\" })\n{\n    Check.Define(name, t => t.Equal(t.Student<Func<int>>(name)(), 42));\n}\n#!check Good\n#!check Wrong"));
            master.Save(Path.Combine(masters, "x.ipynb"));
            foreach (ReleasedFile file in CourseRelease.Plan([Path.Combine(masters, "x.ipynb")]))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
                CourseRelease.Write(file);
            }

            string student = Path.Combine(folder, "x.ipynb");
            IReadOnlyList<string> names = CheckResults.Asked(NotebookDocument.Load(student));
            Assert.Equal(["Good", "Wrong"], names);
            string fault = Assert.Single(await FaultsAsync(folder, student, Path.Combine(folder, CourseRelease.SolutionsFolder, "x.ipynb"), names));
            Assert.StartsWith("Wrong: red with the solution: Expected 42", fault, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_comparison_finds_exercises_that_are_green_untouched_red_solved_or_silent()
    {
        string folder = Directory.CreateTempSubdirectory("notebookkit-masters-").FullName;
        try
        {
            string student = Save("s.ipynb", Result("Good", false), Result("Gift", true), Result("Broken", false));
            string solution = Save("t.ipynb", Result("Good", true), Result("Gift", true), Result("Broken", false));
            IReadOnlyList<string> faults = await FaultsAsync(folder, student, solution, ["Good", "Gift", "Broken", "Silent"]);
            Assert.Equal(
                ["Gift: green although nobody has done it: why", "Broken: red with the solution: why", "Silent: the untouched notebook shows no result", "Silent: the solution shows no result"],
                faults);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        string Save(string name, params string[] cells)
        {
            NotebookDocument document = NotebookDocument.Empty();
            foreach (string cell in cells)
            {
                document.Add(NotebookCell.Code(cell));
            }

            document.Save(Path.Combine(folder, name));
            return Path.Combine(folder, name);
        }

        static string Result(string name, bool passed) =>
            $"display(\"\"\"{{\"name\": \"{name}\", \"passed\": {(passed ? "true" : "false")}, \"points\": 1, \"message\": \"why\"}}\"\"\", \"{CheckResults.MimeType}\");";
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(string folder, string student, string solution, IReadOnlyList<string> names) =>
        Exercises.Faults(
            await QuickRuns.Run(student, Path.Combine(folder, "untouched")),
            await QuickRuns.Run(solution, Path.Combine(folder, "solved")),
            names);
}
