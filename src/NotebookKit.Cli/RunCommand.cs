using System.CommandLine;
using System.CommandLine.Parsing;
using NotebookKit.Host.Running;

namespace NotebookKit.Cli;

/// <summary><c>nbkit run</c>: runs notebooks and writes them with their outputs.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Paths = new("path") { Arity = ArgumentArity.OneOrMore, Description = "Notebooks (.ipynb), or folders of them." };
    private static readonly Option<string> Out = new("--out") { DefaultValueFactory = _ => "out", Description = "Where the executed notebooks and their pages go." };
    private static readonly Option<int> Jobs = new("--jobs") { DefaultValueFactory = _ => 1, Description = "How many notebooks run at the same time." };
    private static readonly Option<double> CellTimeout = new("--cell-timeout") { DefaultValueFactory = _ => 600, Description = "The longest that a cell may take, in seconds." };
    private static readonly Option<double> Timeout = new("--timeout") { DefaultValueFactory = _ => 3600, Description = "The longest that a notebook may take, in seconds." };
    private static readonly Option<string[]> Parameters = new("--parameters", "-p") { Description = "A value for the notebook's `parameters` cell, as name=value.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the results as JSON." };
    private static readonly Option<string?> Part = new("--shard") { Description = "Runs one of n equal parts of the notebooks, written i/n: for the jobs of a CI matrix." };
    private static readonly Option<string?> Times = new("--times") { Description = "The --json file of an earlier run: parts become equally long by its times." };
    private static readonly Option<bool> Changed = new("--changed") { Description = "Takes what an earlier green run has made where notebook, parameters, data and kit are the same." };
    private static readonly Option<string?> Cache = new("--cache") { Description = "Where --changed keeps runs; by default in the user's cache folder." };
    private static readonly Option<bool> Check = new("--check") { Description = "Compares the stored outputs with a fresh run and writes nothing; ends with exit code 1 when something differs." };
    private static readonly Option<double> Tolerance = new("--tolerance") { DefaultValueFactory = _ => Host.Running.Checking.OutputCheck.DefaultTolerance, Description = "--check: how far numbers may be apart, relative to their size, when the stored outputs come from another kernel variant." };
    private static readonly Option<string?> JUnit = new("--junit") { Description = "Writes the results as JUnit XML." };

    public static Command Create()
    {
        Jobs.Validators.Add(result => Require(result, result.GetValueOrDefault<int>() is >= 1 and <= 256, "--jobs must be from 1 to 256."));
        CellTimeout.Validators.Add(result => Require(result, IsTime(result), "--cell-timeout must be more than 0 seconds and at most 10 days."));
        Timeout.Validators.Add(result => Require(result, IsTime(result), "--timeout must be more than 0 seconds and at most 10 days."));
        Parameters.Validators.Add(result => Require(result, result.Tokens.All(token => token.Value.IndexOf('=') > 0), "--parameters must be written name=value."));
        Tolerance.Validators.Add(result => Require(result, result.GetValueOrDefault<double>() is >= 0 and < 1, "--tolerance must be from 0 to below 1."));
        var command = new Command("run", "Runs notebooks and writes them with their outputs, as .ipynb and as .html.")
        {
            Paths, Out, Jobs, CellTimeout, Timeout, Parameters, Part, Times, Changed, Cache, Check, Tolerance, Json, JUnit,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            var options = new RunOptions
            {
                Server = CellServerCommand.Self(),
                OutputFolder = parsed.GetRequiredValue(Out),
                Jobs = parsed.GetRequiredValue(Jobs),
                CellTimeout = TimeSpan.FromSeconds(parsed.GetRequiredValue(CellTimeout)),
                Timeout = TimeSpan.FromSeconds(parsed.GetRequiredValue(Timeout)),
                Parameters = ParametersOf(parsed.GetValue(Parameters) ?? []),
                Cache = parsed.GetValue(Changed) || parsed.GetValue(Cache) is not null ? new RunCache(parsed.GetValue(Cache)) : null,
                Check = parsed.GetValue(Check),
                Tolerance = parsed.GetRequiredValue(Tolerance),
            };
            var notebooks = NotebookFile.Find(parsed.GetRequiredValue(Paths), options.OutputFolder);
            if (notebooks.Count == 0)
            {
                throw new ArgumentException("there is no .ipynb file in the given folders.");
            }

            if (parsed.GetValue(Part) is { } part)
            {
                var all = notebooks.Count;
                notebooks = Shard.Parse(part).Of(notebooks, SecondsOf(parsed.GetValue(Times)));
                Console.WriteLine($"part {part}: {notebooks.Count} of {all} notebooks");
            }

            var results = await RunProgress.ShowAsync(notebooks, progress => new BatchRunner(options, progress).RunAsync(notebooks, cancellation)).ConfigureAwait(false);
            Report(parsed, results);
            var passed = results.Count(result => result.Status == RunStatus.Ok);
            foreach (var result in results)
            {
                foreach (var difference in result.Differences)
                {
                    Console.WriteLine($"{result.Notebook}: {difference}");
                }
            }

            Console.WriteLine($"{passed} passed, {results.Count - passed} failed");
            return cancellation.IsCancellationRequested ? ExitCodes.Usage : results.Select(result => result.ExitCode).DefaultIfEmpty(ExitCodes.Ok).Max();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"nbkit: {exception.Message}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
    }

    private static void Report(ParseResult parsed, IReadOnlyList<NotebookResult> results)
    {
        if (parsed.GetValue(Json) is { } json)
        {
            RunReports.WriteJson(json, results);
        }

        if (parsed.GetValue(JUnit) is { } junit)
        {
            RunReports.WriteJUnit(junit, results);
        }
    }

    /// <summary>Times from a file that all jobs have, or from the notebooks; never from this machine's cache, which other jobs lack.</summary>
    private static Func<NotebookFile, double?> SecondsOf(string? times)
    {
        if (times is null)
        {
            return Shard.StoredSeconds;
        }

        var known = RunReports.ReadSeconds(times);
        return notebook => known.TryGetValue(notebook.Name, out var seconds) ? seconds : null;
    }

    internal static Dictionary<string, string> ParametersOf(string[] pairs)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            values[pair[..at]] = pair[(at + 1)..];
        }

        return values;
    }

    private static bool IsTime(OptionResult result) => result.GetValueOrDefault<double>() is > 0 and <= 864_000;

    private static void Require(OptionResult result, bool holds, string message)
    {
        if (!holds)
        {
            result.AddError(message);
        }
    }
}
