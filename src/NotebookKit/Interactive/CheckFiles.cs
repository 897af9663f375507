using System.Security.Cryptography;
using System.Text;
using NotebookKit.Checks;

namespace NotebookKit.Interactive;

/// <summary>Finds the checks of a notebook: those that its cells defined, those of loaded assemblies, and those of files *.checks.cs beside it.</summary>
/// <remarks>
/// A file is run in the session like a cell, once, and again after it changed. It says what Check means before anything
/// else, so that a class of that name in a cell does not come between.
/// </remarks>
internal static class CheckFiles
{
    private const long Largest = 1 << 20;
    private const string Start = "using Check = NotebookKit.Checks.Check;\nusing CheckTest = NotebookKit.Checks.CheckTest;\n";
    private static readonly HashSet<string> Done = [];

    /// <summary>Loads what is not loaded yet.</summary>
    /// <exception cref="MagicException">A file cannot be read or does not compile; the message names it.</exception>
    public static async Task LoadAsync(IMagicHost host, CancellationToken cancellation)
    {
        try
        {
            CheckBook.Session.Discover(AppDomain.CurrentDomain.GetAssemblies());
        }
        catch (InvalidOperationException e)
        {
            throw new MagicException(e.Message);
        }

        foreach (string file in Directory.EnumerateFiles(Environment.CurrentDirectory, "*.checks.cs").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            try
            {
                if (new FileInfo(file).Length > Largest)
                {
                    throw new MagicException($"{name}: a file of checks is at most 1 MB.");
                }

                string text = await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false);
                string key = file + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
                if (Done.Contains(key))
                {
                    continue;
                }

                await host.EvaluateAsync(Start + text, cancellation).ConfigureAwait(false);
                Done.Add(key);
            }
            catch (MagicException e) when (!e.Message.StartsWith(name, StringComparison.Ordinal))
            {
                throw new MagicException($"{name}: these checks cannot be used: {e.Message}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new MagicException($"{name}: {e.Message}");
            }
        }
    }
}
