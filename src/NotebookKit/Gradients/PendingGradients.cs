namespace NotebookKit.Gradients;

/// <summary>The gradients that have arrived at nodes but were not passed on yet, in one way back.</summary>
/// <remarks>
/// Each waits in its node itself, which costs less than a table (measured: 60 ns a node, as much as the arithmetic of a
/// small operation); only when another way back goes through the same node at the same time, the second one keeps a table.
/// </remarks>
internal sealed class PendingGradients
{
    private Dictionary<GradientNode, Tensor>? elsewhere;

    /// <summary>Adds a part to what waits at a node.</summary>
    /// <returns>Whether it is the first to arrive there.</returns>
    public bool Add(GradientNode node, Tensor part)
    {
        if (node.Visitor == this)
        {
            node.Waiting = node.Waiting! + part;
            return false;
        }

        if (elsewhere?.TryGetValue(node, out Tensor? sum) == true)
        {
            elsewhere[node] = sum + part;
            return false;
        }

        if (Interlocked.CompareExchange(ref node.Visitor, this, null) is null)
        {
            node.Waiting = part;
        }
        else
        {
            (elsewhere ??= []).Add(node, part);
        }

        return true;
    }

    /// <summary>The whole gradient of a node, which waits there no longer.</summary>
    public Tensor Take(GradientNode node)
    {
        if (node.Visitor == this)
        {
            Tensor whole = node.Waiting!;
            node.Waiting = null;
            Volatile.Write(ref node.Visitor, null);
            return whole;
        }

        elsewhere!.Remove(node, out Tensor? other);
        return other!;
    }
}
