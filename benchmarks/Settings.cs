using System.Globalization;

namespace NotebookKit.Benchmarks;

/// <summary>What is done with the rows.</summary>
internal enum BenchmarkTask
{
    /// <summary>Each is timed.</summary>
    Measure,

    /// <summary>Each is timed in turns with a peer's.</summary>
    Compare,

    /// <summary>Each is run under the profiler.</summary>
    Profile,

    /// <summary>The Jupyter kernel is timed in turns with IPython's.</summary>
    Kernels,

    /// <summary>Another process of ours asks for samples.</summary>
    Serve,
}

/// <summary>What the command line asks for.</summary>
/// <param name="Task">What is done.</param>
/// <param name="Rows">Parts of the names of the rows; all rows when empty.</param>
/// <param name="Rounds">How many rounds each row runs in turns with the peer's.</param>
/// <param name="Json">A file for the results, or null.</param>
/// <param name="PeerCommand">What runs a Python with the peers.</param>
internal sealed record Settings(BenchmarkTask Task, IReadOnlyList<string> Rows, int Rounds, string? Json, string PeerCommand)
{
    /// <summary>Whether processor time is counted.</summary>
    public bool ByProcessor { get; init; }

    /// <summary>How to call it.</summary>
    public const string Usage = """
        benchmarks [FILTER]                        times our rows alone
        benchmarks compare [--rows FILTER] [--json FILE] [--rounds N] [--peer COMMAND]
                                                   times them in turns with PyTorch, scikit-learn or Pillow,
                                                   which COMMAND (or NOTEBOOKKIT_PEER, or python3) runs
        benchmarks kernels [--json FILE] [--rounds N] [--peer COMMAND]
                                                   times the Jupyter kernel in turns with IPython's
        benchmarks profile ROW                     shows where the time of a row goes
        --clock processor (with PyTorch's rows and NOTEBOOKKIT_THREADS=1) counts processor time: for a machine that does other things.
        FILTER is a part of a row's name; several are divided by ';'.
        """;

    private const int UsualRounds = 8;

    /// <summary>Reads the words of the command line.</summary>
    /// <param name="words">The words.</param>
    /// <param name="problem">What is wrong with them, when the result is null.</param>
    public static Settings? Parse(IReadOnlyList<string> words, out string problem)
    {
        BenchmarkTask task = words.Count == 0 ? BenchmarkTask.Measure : words[0] switch
        {
            "compare" => BenchmarkTask.Compare,
            "profile" => BenchmarkTask.Profile,
            "kernels" => BenchmarkTask.Kernels,
            "serve" => BenchmarkTask.Serve,
            _ => BenchmarkTask.Measure,
        };
        string? environment = Environment.GetEnvironmentVariable("NOTEBOOKKIT_PEER");
        Settings settings = new(task, [], UsualRounds, null, string.IsNullOrEmpty(environment) ? "python3" : environment);
        for (int i = task == BenchmarkTask.Measure ? 0 : 1; i < words.Count; i++)
        {
            string word = words[i];
            bool isOption = word.StartsWith("--", StringComparison.Ordinal);
            if (isOption && i + 1 >= words.Count)
            {
                problem = $"{word} needs a value.\n{Usage}";
                return null;
            }

            string value = isOption ? words[++i] : word;
            switch (word)
            {
                case "--rows":
                    settings = settings with { Rows = value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) };
                    break;
                case "--json":
                    settings = settings with { Json = value };
                    break;
                case "--peer":
                    settings = settings with { PeerCommand = value };
                    break;
                case "--clock" when value is "processor" or "wall":
                    settings = settings with { ByProcessor = value == "processor" };
                    break;
                case "--clock":
                    problem = $"--clock takes 'processor' or 'wall', and got '{value}'.";
                    return null;
                case "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds is >= 1 and <= 1000:
                    settings = settings with { Rounds = rounds };
                    break;
                case "--rounds":
                    problem = $"--rounds takes a number from 1 to 1000, and got '{value}'.";
                    return null;
                case var _ when !isOption && settings.Rows.Count == 0:
                    settings = settings with { Rows = [value] };
                    break;
                default:
                    problem = $"'{word}' is not understood.\n{Usage}";
                    return null;
            }
        }

        if (task == BenchmarkTask.Profile && settings.Rows.Count == 0)
        {
            problem = $"profile needs the name of a row.\n{Usage}";
            return null;
        }

        problem = string.Empty;
        return settings;
    }
}
