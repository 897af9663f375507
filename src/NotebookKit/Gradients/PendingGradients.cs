using NotebookKit.Devices;
using NotebookKit.Ops;

namespace NotebookKit.Gradients;

/// <summary>The gradients that have arrived at nodes but were not passed on yet, in one way back.</summary>
/// <remarks>
/// Each waits in its node itself, which costs less than a table (measured: 60 ns a node, as much as the arithmetic of a
/// small operation); only when another way back goes through the same node at the same time, the second one keeps a table.
/// </remarks>
internal sealed class PendingGradients
{
    // The way back whose operation runs on this thread just now, when it brings gradients to the Grad of leaves.
    [ThreadStatic]
    private static PendingGradients? collecting;

    // A way back that ended well serves the next one of its thread: nothing waits in it, and no node knows it.
    [ThreadStatic]
    private static PendingGradients? spare;

    private readonly PriorityQueue<GradientNode, int> order = new();
    private Dictionary<GradientNode, Tensor>? elsewhere;

    /// <summary>The way back whose operation runs on this thread; null where it does not bring gradients to the Grad of leaves.</summary>
    public static PendingGradients? Collecting => collecting;

    /// <summary>The gradient that is being passed on, when nothing else holds it: an operation may write what it gives back over it.</summary>
    public Tensor? Own { get; set; }

    /// <summary>Whether what the operations kept is needed once more after this way back.</summary>
    public bool Retains { get; private set; }

    /// <summary>The nodes where gradients wait, the deepest first.</summary>
    public PriorityQueue<GradientNode, int> Order => order;

    /// <summary>A way back to begin with.</summary>
    /// <param name="retains">Whether what the operations kept is needed once more after it.</param>
    public static PendingGradients Begin(bool retains)
    {
        PendingGradients pass = spare ?? new PendingGradients();
        spare = null;
        pass.Retains = retains;
        return pass;
    }

    /// <summary>Makes a way back the one that collects on this thread, until the result is disposed.</summary>
    public static Turn Enter(PendingGradients? pass)
    {
        Turn turn = new(collecting);
        collecting = pass;
        return turn;
    }

    /// <summary>Ends a way back that reached all of its nodes; one that broke off is not used again.</summary>
    public void End()
    {
        const int MostKept = 4096;
        if (order.Count == 0 && elsewhere is null && order.EnsureCapacity(0) <= MostKept)
        {
            spare = this;
        }
    }

    /// <summary>Adds a part to what waits at a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="part">The part.</param>
    /// <param name="own">Whether nothing else holds the part.</param>
    /// <returns>Whether it is the first to arrive there.</returns>
    public bool Add(GradientNode node, Tensor part, bool own)
    {
        if (node.Visitor == this)
        {
            (node.Waiting, node.WaitingIsOwn) = (Sum(node.Waiting!, node.WaitingIsOwn, part, own), true);
            return false;
        }

        if (elsewhere?.TryGetValue(node, out Tensor? sum) == true)
        {
            elsewhere[node] = sum + part;
            return false;
        }

        if (Interlocked.CompareExchange(ref node.Visitor, this, null) is null)
        {
            (node.Waiting, node.WaitingIsOwn) = (part, own);
        }
        else
        {
            (elsewhere ??= []).Add(node, part);
        }

        return true;
    }

    /// <summary>The whole gradient of a node, which waits there no longer, and whether nothing else holds it.</summary>
    public (Tensor Whole, bool IsOwn) Take(GradientNode node)
    {
        if (node.Visitor == this)
        {
            (Tensor, bool) whole = (node.Waiting!, node.WaitingIsOwn);
            node.Waiting = null;
            Volatile.Write(ref node.Visitor, null);
            return whole;
        }

        elsewhere!.Remove(node, out Tensor? other);
        return (other!, false);
    }

    // Into one of the two where nobody else holds it: the same bits, since a + b is b + a.
    private Tensor Sum(Tensor first, bool firstIsOwn, Tensor second, bool secondIsOwn)
    {
        if (collecting != this || !(firstIsOwn || secondIsOwn) || first.Device is not CpuDevice || !first.LiesAs(second))
        {
            return first + second;
        }

        Tensor sum = firstIsOwn ? first : second;
        CpuDevice.BinaryAlike(default(Add), first, second, sum);
        InPlace.Wrote(sum);
        return sum;
    }

    /// <summary>Gives the turn back to the way that had it before.</summary>
    public readonly struct Turn(PendingGradients? before) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => collecting = before;
    }
}
