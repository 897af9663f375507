using NotebookKit.Devices;

namespace NotebookKit.Memory;

/// <summary>What surrounds a computation without being passed to it: whether gradients are recorded, and the buffer scope.</summary>
/// <remarks>One immutable value in one AsyncLocal: one lookup an operation, and it survives await and parallel tests.</remarks>
internal sealed record AmbientState
{
    private static readonly AsyncLocal<AmbientState?> Local = new();

    /// <summary>What holds where nothing was said.</summary>
    private static readonly AmbientState Default = new();

    private AmbientState? silent;

    /// <summary>Makes what holds where nothing was said.</summary>
    private AmbientState()
    {
    }

    // What "with" starts from: a changed state has another silent form.
    private AmbientState(AmbientState other)
    {
        Recording = other.Recording;
        Scope = other.Scope;
        Generator = other.Generator;
        Home = other.Home;
        Cancellation = other.Cancellation;
        Watch = other.Watch;
    }

    /// <summary>The state here and now.</summary>
    public static AmbientState Current => Local.Value ?? Default;

    /// <summary>Whether operations record themselves for backward.</summary>
    public bool Recording { get; init; } = true;

    /// <summary>The innermost open scope, or null.</summary>
    public BufferScope? Scope { get; init; }

    /// <summary>The generator that random operations draw from when none is given; null means the session's.</summary>
    public Rng? Generator { get; init; }

    /// <summary>Where new tensors live; null means the processor.</summary>
    public Device? Home { get; init; }

    /// <summary>What asks the operations here to stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Who looks on while operations run here; null for nearly all work.</summary>
    public OperationWatch? Watch { get; init; }

    /// <summary>The same without recording.</summary>
    public AmbientState Silent => Recording ? silent ??= this with { Recording = false } : this;

    /// <summary>Changes the state until the result is disposed.</summary>
    public static Restore Enter(AmbientState state)
    {
        AmbientState? before = Local.Value;
        Local.Value = state;
        return new Restore(before);
    }

    /// <summary>Puts the former state back.</summary>
    public readonly struct Restore(AmbientState? before) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Local.Value = before;
    }
}
