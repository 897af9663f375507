using NotebookKit.Host.Display;
using NotebookKit.Host.Protocol;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Tests.Session;

/// <summary>Tests that look at what a session shows; the screen is one for the process, so they run one after another.</summary>
[CollectionDefinition(nameof(ScreenFixture), DisableParallelization = true)]
public sealed class ScreenFixture : ICollectionFixture<ScreenFixture>;

/// <summary>A session in a folder of its own with a screen that remembers.</summary>
internal sealed class ShownSession : IDisposable
{
    private readonly List<CellEvent> events = [];
    private readonly CSharpSession session;
    private int number;

    public ShownSession()
    {
        session = new CSharpSession(Folder.Path);
        Notebook.Screen = new DisplayChannel(events.Add, TimeProvider.System);
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>All that was shown, as <c>mime: text</c> of the first form.</summary>
    public IEnumerable<string> Shown => events.OfType<DisplayEvent>().Select(shown => $"{shown.Data.First().Key}: {shown.Data.First().Value}");

    /// <summary>The plain forms of updates.</summary>
    public IEnumerable<string> Updates => events.OfType<UpdateEvent>().Select(update => update.Data["text/plain"]!.GetValue<string>());

    public Task<CellOutcome> Run(string source) => session.RunAsync(source, ++number);

    public async Task<object?> Result(string source)
    {
        var outcome = await Run(source);
        Assert.True(outcome.Failure is null, outcome.Failure is null ? "" : string.Join('\n', outcome.Failure.Traceback));
        return outcome.Result;
    }

    public async Task<string> Error(string source)
    {
        var outcome = await Run(source);
        return string.Join('\n', outcome.Failure!.Traceback);
    }

    public void File(string name, string text) => System.IO.File.WriteAllText(Folder.File(name), text);

    public void Dispose()
    {
        Notebook.Screen = null;
        Folder.Dispose();
    }
}
