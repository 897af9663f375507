using NotebookKit.Host.Documents;
using NotebookKit.Host.Masters;

namespace NotebookKit.Notebooks.Tests;

/// <summary>Compares what the checks of a student's notebook say with what those of the solution say.</summary>
internal static class Exercises
{
    /// <summary>What is wrong with the exercises; empty when each is red untouched and green with the solution.</summary>
    /// <param name="student">A run of the student's notebook, as nobody has touched it.</param>
    /// <param name="solution">A run of the notebook with the solutions.</param>
    /// <param name="names">The exercises.</param>
    public static IReadOnlyList<string> Faults(QuickRun student, QuickRun solution, IReadOnlyList<string> names)
    {
        List<string> faults = [];
        IReadOnlyList<CheckResult> untouched = Results(student, faults);
        IReadOnlyList<CheckResult> solved = Results(solution, faults);
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

    private static IReadOnlyList<CheckResult> Results(QuickRun run, List<string> faults)
    {
        if (run.ExitCode != 0)
        {
            faults.Add($"{Path.GetFileName(run.Executed)} does not run through: {run.Output}");
        }

        return File.Exists(run.Executed) ? CheckResults.Read(NotebookDocument.Load(run.Executed)) : [];
    }
}
