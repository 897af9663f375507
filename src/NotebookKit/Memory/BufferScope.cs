namespace NotebookKit.Memory;

/// <summary>A stretch of work whose intermediate tensors are given back together at its end.</summary>
/// <remarks>
/// <code>
/// using (new BufferScope())
/// {
///     Tensor loss = model.Forward(batch).CrossEntropy(labels);
///     loss.Backward();
///     optimizer.Step();
/// }
/// </code>
/// Outside a scope tensors need no care at all: the garbage collector owns them. Inside, every buffer made by an
/// operation returns to a pool when the scope ends, unless <see cref="Tensor.Keep"/> took it out. Scopes nest; the
/// current one follows await. Parameters, their gradients and optimiser state are kept by themselves.
/// </remarks>
public sealed class BufferScope : IDisposable
{
    private const int MostKept = 1 << 16;

    // The list of a scope that has ended serves the next one of its thread.
    [ThreadStatic]
    private static List<Storage>? spare;

    private readonly Lock gate = new();
    private readonly AmbientState.Restore restore;
    private readonly List<Storage> owned;
    private bool ended;

    /// <summary>Opens a scope; dispose it to end it.</summary>
    public BufferScope()
    {
        owned = spare ?? [];
        spare = null;
        restore = AmbientState.Enter(AmbientState.Current with { Scope = this });
    }

    /// <summary>Ends the scope and gives back all that it owns.</summary>
    public void Dispose()
    {
        if (GiveBack())
        {
            restore.Dispose();
        }
    }

    /// <summary>Closes the scope to what comes after, but keeps all that it owns until <see cref="GiveBack"/>, on whatever thread.</summary>
    internal void Close() => restore.Dispose();

    /// <summary>Gives back all that it owns; false when that was done before.</summary>
    internal bool GiveBack()
    {
        lock (gate)
        {
            if (ended)
            {
                return false;
            }

            ended = true;
            foreach (Storage storage in owned)
            {
                if (storage.Owner == this)
                {
                    storage.Owner = null;
                    storage.Release();
                }
            }

            owned.Clear();
            spare = owned.Capacity <= MostKept ? owned : null;
            return true;
        }
    }

    /// <summary>Makes this scope the owner of a storage.</summary>
    internal void Adopt(Storage storage)
    {
        lock (gate)
        {
            // A task that outlives the scope that it started in goes on with buffers of the garbage collector.
            if (!ended)
            {
                storage.Owner = this;
                owned.Add(storage);
            }
        }
    }
}
