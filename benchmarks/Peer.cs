using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Benchmarks;

/// <summary>Another library, or ours once more, in a process of its own, which runs a row when it is asked to and answers with its samples.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;

    private Peer(IReadOnlyList<string> words, string what)
    {
        ProcessStartInfo start = new(words[0], words.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true };
        process = Process.Start(start)!;
        JsonNode? hello = Answer();
        Name = (string?)hello?["ready"] ?? throw new InvalidOperationException($"'{words[0]}' did not run {what}.");
    }

    private static string Clock => Stopclock.ByProcessor ? "processor" : "wall";

    /// <summary>Starts a peer's rows.</summary>
    /// <param name="command">What runs Python where PyTorch is installed, such as <c>python3</c>.</param>
    /// <param name="script">The peer's rows.</param>
    /// <param name="threads">How many threads it uses.</param>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    // The source travels as an argument: the peer's Python may live in a root of its own that has no such file.
    public static Peer Start(string command, string script, int threads) =>
        new([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-u", "-c", File.ReadAllText(script), $"{threads}", Clock], Path.GetFileName(script));

    /// <summary>Starts our own rows in another process, see <see cref="Server"/>.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static Peer StartOurs()
    {
        string program = Environment.ProcessPath!;
        string[] words = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(Peer).Assembly.Location] : [program];
        return new([.. words, "serve", "--clock", Clock], "our rows");
    }

    /// <summary>How somebody gets the peer that runs a script.</summary>
    public static string SetUp(string script)
    {
        (string name, string pip, string debian) = script switch
        {
            Row.Pillow => ("Pillow", "pillow", "python3-pil"),
            Row.Scikit => ("scikit-learn", "scikit-learn", "python3-sklearn"),
            _ => ("PyTorch", "torch", "python3-torch"),
        };
        return $"Set {name} up with 'pip install {pip}' (on Debian 'apt-get install {debian}') and give the Python that has it as --peer or in NOTEBOOKKIT_PEER.";
    }

    /// <summary>What the peer calls itself.</summary>
    public string Name { get; }

    /// <summary>The processor time it has used, in seconds.</summary>
    public double Busy
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>How good the peer's last result was, by name; empty where it does not say.</summary>
    public IReadOnlyDictionary<string, double> Quality { get; private set; } = new Dictionary<string, double>();

    /// <summary>Runs a row for a while; null when the peer has no such row.</summary>
    /// <exception cref="InvalidOperationException">The row failed there.</exception>
    public double[]? Run(string row, double seconds)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new { row, seconds }));
        process.StandardInput.Flush();
        JsonNode? answer = Answer();
        Quality = answer?["quality"]?.AsObject().ToDictionary(pair => pair.Key, pair => (double)pair.Value!) ?? [];
        return (string?)answer?["error"] switch
        {
            null => answer?["samples"]?.AsArray().Select(sample => (double)sample!).ToArray() ?? throw new InvalidOperationException($"{row}: the peer ended."),
            "unknown" => null,
            { } problem => throw new InvalidOperationException($"{row}: {problem}"),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(2000))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private JsonNode? Answer() => process.StandardOutput.ReadLine() is { } line ? JsonNode.Parse(line) : null;
}
