using NotebookKit.Host.Documents;
using NotebookKit.Host.Masters;

namespace NotebookKit.Notebooks.Tests;

/// <summary>Runs the student's and the solution's notebook of a master, and compares what their checks say.</summary>
internal static class Exercises
{
    /// <summary>What is wrong with the exercises; empty when each is red untouched and green with the solution.</summary>
    /// <param name="student">The student's notebook, as nobody has touched it.</param>
    /// <param name="solution">The notebook with the solutions.</param>
    /// <param name="names">The exercises.</param>
    /// <param name="arguments">More arguments for nbkit run.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(string student, string solution, IReadOnlyList<string> names, params string[] arguments)
    {
        List<string> faults = [];
        IReadOnlyList<CheckResult> untouched = await ResultsAsync(student, faults, arguments);
        IReadOnlyList<CheckResult> solved = await ResultsAsync(solution, faults, arguments);
        foreach (string name in names)
        {
            if (untouched.LastOrDefault(result => result.Name == name) is not { } before)
            {
                faults.Add($"{name}: the untouched notebook shows no result");
            }
            else if (before.Passed)
            {
                faults.Add($"{name}: green although nobody has done it: {before.Message}");
            }

            if (solved.LastOrDefault(result => result.Name == name) is not { } after)
            {
                faults.Add($"{name}: the solution shows no result");
            }
            else if (!after.Passed)
            {
                faults.Add($"{name}: red with the solution: {after.Message}");
            }
        }

        return faults;
    }

    private static async Task<IReadOnlyList<CheckResult>> ResultsAsync(string notebook, List<string> faults, string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("notebookkit-exercises-").FullName;
        try
        {
            (int exitCode, string output) = await Course.Nbkit(["run", notebook, "--out", folder, .. arguments]);
            if (exitCode != 0)
            {
                faults.Add($"{Path.GetFileName(notebook)} does not run through: {output}");
            }

            string executed = Path.Combine(folder, Path.GetFileName(notebook));
            return File.Exists(executed) ? CheckResults.Read(NotebookDocument.Load(executed)) : [];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
