using System.Text;
using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Course;
using NotebookKit.Host.Masters;

namespace NotebookKit.Cli;

/// <summary>Runs a command and tells what was wrong with its files in a line.</summary>
internal static class Guarded
{
    /// <summary>The command's exit code, or that of wrong use.</summary>
    public static int Run(Func<int> work) => RunAsync(() => Task.FromResult(work())).GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public static async Task<int> RunAsync(Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HomeworkException or ClaimRefusedException or MasterException or ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"nbkit: {exception.Message}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
    }

    /// <summary>Writes a text file into a folder that is made when it is not there.</summary>
    public static void Write(string folder, string name, string text)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
