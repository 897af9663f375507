using NotebookKit.Gradients;

namespace NotebookKit;

/// <content>The gradient that is collected at a leaf, in a buffer that stays from step to step.</content>
public partial class Tensor
{
    private Tensor? gradient;

    /// <summary>The gradient that <see cref="Backward"/> has added up here; null before the first.</summary>
    public Tensor? Grad
    {
        get
        {
            if (Node is LeafNode { GradientIsZero: true } leaf)
            {
                LeaveToBorrower(leaf);
                leaf.GradientIsZero = false;
                Ops.InPlace.Fill(gradient!, 0);
            }

            return gradient;
        }

        internal set
        {
            gradient = value;
            if (Node is LeafNode leaf)
            {
                leaf.GradientIsZero = false;
            }
        }
    }

    /// <summary>Sets the gradient to zero. The zeros are written only if somebody looks before the next gradient comes.</summary>
    internal void ZeroGradient()
    {
        if (Node is LeafNode leaf)
        {
            leaf.GradientIsZero = gradient is not null;

            // A way back that broke off never gives back what it borrowed.
            Volatile.Write(ref leaf.Borrower, null);
        }
        else if (gradient is not null)
        {
            Ops.InPlace.Fill(gradient, 0);
        }
    }

    /// <summary>
    /// The gradient's own buffer, for an operation to write all of the next gradient into; null where there is none, where it holds
    /// something, or where another way back has it.
    /// </summary>
    /// <param name="pass">The way back that borrows it, until it adds the gradient.</param>
    /// <param name="channelsLast">Whether the operation writes an image pixel by pixel; else in the order of the axes.</param>
    internal Tensor? LendGradient(PendingGradients pass, bool channelsLast)
    {
        if (Node is not LeafNode { GradientIsZero: true } leaf || gradient is not { } own
            || !(channelsLast ? Ops.ChannelsLast.Holds(own) : own.IsContiguous) || Interlocked.CompareExchange(ref leaf.Borrower, pass, null) is not null)
        {
            return null;
        }

        Ops.InPlace.Wrote(own);
        return own;
    }

    /// <summary>Adds a gradient to what was collected here.</summary>
    /// <param name="part">The gradient; it may lie in the buffer that was lent.</param>
    /// <param name="pass">The way back that brings it; null where none does.</param>
    internal void AddGradient(Tensor part, PendingGradients? pass = null)
    {
        LeafNode? leaf = Node as LeafNode;
        bool isZero = leaf is { GradientIsZero: true };
        if (leaf is not null && pass is not null && Interlocked.CompareExchange(ref leaf.Borrower, null, pass) == pass && isZero && part.storage == gradient!.storage)
        {
            leaf.GradientIsZero = false;
            return;
        }

        if (gradient is { } sum && !isZero)
        {
            Ops.InPlace.Add(sum, part);
            return;
        }

        if (leaf is not null)
        {
            LeaveToBorrower(leaf);
            leaf.GradientIsZero = false;
        }

        gradient ??= LastingGradient();
        Ops.InPlace.Assign(gradient, part);
    }

    // An image that lies pixel by pixel gets a gradient that does: what comes back to it does too, and turning it around costs more than making it.
    private Tensor LastingGradient()
    {
        if (Rank != 4 || IsContiguous || !Ops.ChannelsLast.Holds(this))
        {
            return Lasting(Shape, DType, Device);
        }

        Tensor pixels = Lasting(new Shape(Shape[0], Shape[2], Shape[3], Shape[1]), DType, Device);
        ReadOnlySpan<int> steps = pixels.Strides;
        return new Tensor(pixels.Storage, Shape, [steps[0], steps[3], steps[1], steps[2]], pixels.Offset, Device);
    }

    // A way back writes the buffer just now: whoever comes meanwhile, a hook on its path say, works elsewhere.
    private void LeaveToBorrower(LeafNode leaf)
    {
        if (Volatile.Read(ref leaf.Borrower) is not null)
        {
            gradient = LastingGradient();
        }
    }
}
