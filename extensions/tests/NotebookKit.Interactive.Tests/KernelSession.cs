using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace NotebookKit.Interactive.Tests;

/// <summary>A session of the genuine engine, with the script of the NotebookKit package run in it as its loader runs it.</summary>
internal sealed class KernelSession : IDisposable
{
    private readonly CompositeKernel root = new() { new CSharpKernel().UseKernelHelpers().UseValueSharing() };

    private KernelSession() => root.DefaultKernelName = "csharp";

    /// <summary>The folder above extensions/.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>The kernel that holds the C# kernel.</summary>
    public CompositeKernel Kernel => root;

    /// <summary>Starts a session that has loaded the library and run the package's script.</summary>
    public static async Task<KernelSession> StartAsync()
    {
        // A notebook begins with no checks and with the generator at its start, as in a process of its own; tests share one.
        Checks.CheckBook.Session.Forget();
        Rng.Seed(0);
        KernelSession session = new();
        (await session.RunAsync($"#r \"{typeof(Tensor).Assembly.Location}\"")).Succeed();
        session.Loaded = await session.RunAsync(File.ReadAllText(Path.Combine(Root, "extensions/dotnet-interactive/extension.dib")));
        session.Loaded.Succeed();
        return session;
    }

    /// <summary>What the script did.</summary>
    public CellRun Loaded { get; private set; } = new([]);

    /// <summary>Runs a cell.</summary>
    public async Task<CellRun> RunAsync(string code)
    {
        List<KernelEvent> all = [];
        using (root.KernelEvents.Subscribe(new Listener(all)))
        {
            await root.SendAsync(new SubmitCode(code));
        }

        return new CellRun(all);
    }

    public void Dispose() => root.Dispose();

    private static string Above(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "NotebookKit.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"{folder} lies below no NotebookKit.sln");
    }

    private sealed class Listener(List<KernelEvent> all) : IObserver<KernelEvent>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(KernelEvent value)
        {
            lock (all)
            {
                all.Add(value);
            }
        }
    }
}

/// <summary>What a cell did, as the events that a front end gets.</summary>
internal sealed record CellRun(IReadOnlyList<KernelEvent> Events)
{
    /// <summary>What was written to the console.</summary>
    public string Text => string.Concat(Events.OfType<StandardOutputValueProduced>().SelectMany(written => written.FormattedValues).Select(value => value.Value));

    /// <summary>Why the cell failed; null when it did not.</summary>
    public string? Failure => Events.OfType<CommandFailed>().LastOrDefault()?.Message;

    /// <summary>Values that were shown, in their order: by display, as the last line, or in place of an earlier one.</summary>
    public IReadOnlyList<DisplayEvent> Shown => [.. Events.OfType<DisplayEvent>().Where(shown => shown is DisplayedValueProduced or ReturnValueProduced or DisplayedValueUpdated)];

    /// <summary>The values that were shown, in one form.</summary>
    public IReadOnlyList<string> As(string mimeType) =>
        [.. Shown.SelectMany(shown => shown.FormattedValues).Where(value => value.MimeType == mimeType).Select(value => value.Value)];

    /// <summary>The same run, if it did not fail.</summary>
    public CellRun Succeed()
    {
        Assert.True(Failure is null, Failure);
        return this;
    }
}
