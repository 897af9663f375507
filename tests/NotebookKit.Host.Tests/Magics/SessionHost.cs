using NotebookKit.Host.Session;
using NotebookKit.Interactive;

namespace NotebookKit.Host.Tests.Magics;

/// <summary>A session as the commands see it, with what they showed.</summary>
internal sealed class SessionHost : IMagicHost
{
    private readonly CSharpSession session = new(AppContext.BaseDirectory);
    private int number;

    public List<object?> Shown { get; } = [];

    public string Text => string.Join('\n', Shown);

    public IReadOnlyDictionary<string, object?> Variables { get; set; } = new Dictionary<string, object?>();

    public async Task<object?> EvaluateAsync(string code, CancellationToken cancellation)
    {
        CellOutcome outcome = await session.RunAsync(code, Interlocked.Increment(ref number), cancellation);
        return outcome.Failure is { } failure ? throw new MagicException($"{failure.Name}: {failure.Message}") : outcome.Result;
    }

    public IShownValue Show(object? value)
    {
        Shown.Add(value);
        return new Place(this, Shown.Count - 1);
    }

    /// <summary>Starts with the usings of a notebook's first cell.</summary>
    public async Task<SessionHost> BeginAsync(string code = "")
    {
        await EvaluateAsync("#r \"nuget: NotebookKit\"\nusing NotebookKit; using NotebookKit.Layers; using NotebookKit.Data; using NotebookKit.Checks;", CancellationToken.None);
        await EvaluateAsync(code, CancellationToken.None);
        return this;
    }

    /// <summary>Runs a line such as <c>seed 42</c>.</summary>
    public async Task<string> RunAsync(string line, string code = "")
    {
        string[] parts = line.Split(' ', 2);
        IMagicCommand command = MagicCommands.Find(parts[0])!;
        Shown.Clear();
        await MagicCommands.RunAsync(command, new MagicCall(parts.ElementAtOrDefault(1)?.Trim() ?? string.Empty, code, this), CancellationToken.None);
        return Text;
    }

    /// <summary>What wrong use is told.</summary>
    public async Task<string> WrongAsync(string line, string code = "") => (await Assert.ThrowsAsync<MagicException>(() => RunAsync(line, code))).Message;

    private sealed class Place(SessionHost host, int at) : IShownValue
    {
        public void Update(object? value) => host.Shown[at] = value;
    }
}
