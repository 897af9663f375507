using System.CommandLine;
using NotebookKit.Host.Conversion;
using NotebookKit.Host.Session;

namespace NotebookKit.Cli;

/// <summary><c>nbkit convert</c>: turns a notebook into another form and says what that form cannot hold.</summary>
internal static class ConvertCommand
{
    private static readonly Argument<string> Source = new("source") { Description = "A notebook: .ipynb, .dib or .cs." };
    private static readonly Argument<string> Target = new("target") { Description = "The file to write: .ipynb, .dib, or .cs for a program that `dotnet run` runs." };

    public static Command Create()
    {
        var command = new Command("convert", "Turns a notebook into .ipynb, .dib or a C# program of one file.") { Source, Target };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            var target = parsed.GetRequiredValue(Target);
            var result = await NotebookConversion.ConvertAsync(parsed.GetRequiredValue(Source), target, null, cancellation).ConfigureAwait(false);
            foreach (var line in result.Losses.Concat(result.Errors.Select(error => $"{target} does not compile: {error}")))
            {
                await Console.Error.WriteLineAsync($"nbkit: {line}").ConfigureAwait(false);
            }

            Console.WriteLine(target);
            return result.Errors.Count > 0 ? ExitCodes.Failed : ExitCodes.Ok;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException or CellRefusedException)
        {
            await Console.Error.WriteLineAsync($"nbkit: {exception.Message}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
    }
}
