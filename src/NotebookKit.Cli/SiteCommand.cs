using System.CommandLine;
using NotebookKit.Host.Running;
using NotebookKit.Host.Site;

namespace NotebookKit.Cli;

/// <summary><c>nbkit site</c>: makes a static site of a whole course.</summary>
internal static class SiteCommand
{
    private static readonly Argument<string> Target = new("folder") { Description = "The folder to write; an old site there is replaced, anything else is refused." };
    private static readonly Option<string> From = new("--from") { DefaultValueFactory = _ => ".", Description = "The course: a folder with notebooks/ and perhaps docs/, data/ and README.md, or a folder of notebooks." };
    private static readonly Option<bool> Run = new("--run") { Description = "Runs the notebooks first; without it the pages show the outputs that the files hold." };
    private static readonly Option<string?> Executed = new("--executed") { Description = "A folder of executed notebooks, as nbkit run --out has written it." };
    private static readonly Option<string[]> Parameters = new("--parameters", "-p") { Description = "--run: a value for the notebooks' `parameters` cell, as name=value.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Changed = new("--changed") { Description = "--run: takes what an earlier green run has made where nothing has changed." };
    private static readonly Option<int> Jobs = new("--jobs") { DefaultValueFactory = _ => 1, Description = "--run: how many notebooks run at the same time." };
    private static readonly Option<string?> Plotly = new("--plotly") { Description = "The file of plotly.js; figures become interactive. Without it they are pictures." };
    private static readonly Option<bool> NoReference = new("--no-reference") { Description = "Leaves the reference of the library out." };

    public static Command Create()
    {
        var command = new Command("site", "Makes a static site of a course: notebooks, texts, search and the library's reference.") { Target, From, Run, Executed, Parameters, Changed, Jobs, Plotly, NoReference };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var temporary = parsed.GetValue(Run) ? Directory.CreateTempSubdirectory("nbkit-site-").FullName : null;
        try
        {
            var source = parsed.GetRequiredValue(From);
            if (!Directory.Exists(source))
            {
                throw new ArgumentException($"{source}: there is no such folder.");
            }

            var exitCode = ExitCodes.Ok;
            if (temporary is not null)
            {
                var notebooks = SiteBuilder.Notebooks(source);
                var options = new RunOptions
                {
                    Server = CellServerCommand.Self(),
                    OutputFolder = temporary,
                    Jobs = Math.Clamp(parsed.GetRequiredValue(Jobs), 1, 256),
                    Parameters = RunCommand.ParametersOf(parsed.GetValue(Parameters) ?? []),
                    Cache = parsed.GetValue(Changed) ? new RunCache() : null,
                };
                var results = await RunProgress.ShowAsync(notebooks, progress => new BatchRunner(options, progress).RunAsync(notebooks, cancellation)).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                exitCode = results.Max(result => result.ExitCode);
            }

            var target = parsed.GetRequiredValue(Target);
            var pages = SiteBuilder.Write(target, new SiteOptions
            {
                Source = source,
                Executed = temporary ?? parsed.GetValue(Executed),
                Plotly = parsed.GetValue(Plotly),
                Library = parsed.GetValue(NoReference) ? null : typeof(Tensor).Assembly.Location,
                Warn = message => Console.Error.WriteLine($"nbkit: {message}"),
            });
            Console.WriteLine($"{pages} pages; open {Path.Combine(target, "index.html")}");
            return exitCode;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"nbkit: {exception.Message}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        finally
        {
            if (temporary is not null)
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }
}
