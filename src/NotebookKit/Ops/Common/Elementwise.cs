using NotebookKit.Devices;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>How every elementwise operation runs: checks, room for the result, the kernel, and the record for the way back.</summary>
/// <remarks>
/// The processor is called by its own type: a virtual call of a generic method costs as much as adding ten numbers; and
/// so does the name of an operation, which is asked for only when there is something to say.
/// </remarks>
internal static class Elementwise
{
    /// <summary>y = f(x).</summary>
    public static Tensor Unary<TOp>(Tensor x, TOp op = default)
        where TOp : struct, IUnaryOp
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DType.IsFloat())
        {
            Check.Floats(typeof(TOp).Name, x);
        }

        Tensor input = x.IsDense ? x : x.Detach().Contiguous();
        Tensor y = Tensor.EmptyLike(input);
        if (x.Device is CpuDevice cpu)
        {
            cpu.Unary(op, input, y);
        }
        else
        {
            x.Device.Unary(op, input, y);
        }

        return Gradient.Flows(x) ? y.From(Node(op, x, y)) : y;
    }

    /// <summary>z = f(x, y).</summary>
    public static Tensor Binary<TOp>(Tensor x, Tensor y, TOp op = default)
        where TOp : struct, IBinaryOp
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (!Check.AreSameFloats(x, y))
        {
            Check.SameFloats(typeof(TOp).Name, x, y);
        }

        Tensor z;
        if (x.IsContiguous && y.IsContiguous && x.Shape == y.Shape && x.Device is CpuDevice)
        {
            z = Tensor.EmptyLike(x);
            CpuDevice.BinaryAlike(op, x, y, z);
        }
        else
        {
            z = RoomFor(typeof(TOp).Name, x, y);
            x.Device.Binary(op, x, y, z);
        }

        return Gradient.Flows(x, y) ? z.From(Node(op, x, y, z)) : z;
    }

    /// <summary>z = f(x, y), for the way back: written over x where x is the gradient that is passed on and nothing else holds it.</summary>
    public static Tensor Over<TOp>(Tensor x, Tensor y, TOp op = default)
        where TOp : struct, IBinaryOp
    {
        if (PendingGradients.Collecting?.Own != x || x.Device is not CpuDevice || !x.LiesAs(y))
        {
            return Binary(x, y, op);
        }

        CpuDevice.BinaryAlike(op, x, y, x);
        InPlace.Wrote(x);
        return x;
    }

    // The result lies as the operand of its shape does, so that images stay channels-last from layer to layer.
    private static Tensor RoomFor(string operation, Tensor x, Tensor y)
    {
        Shape shape = Broadcasting.Join(operation, x.Shape, y.Shape);
        return x.Shape == shape && x.IsDense ? Tensor.EmptyLike(x)
            : y.Shape == shape && y.IsDense ? Tensor.EmptyLike(y)
            : Tensor.Empty(shape, x.DType, x.Device);
    }

    private static GradientNode Node<TOp>(TOp op, Tensor x, Tensor y)
        where TOp : struct, IUnaryOp => TOp.Keeps == (Keeps.Input | Keeps.Output) ? new UnaryNodeOfBoth<TOp>(op, x, y) : new UnaryNode<TOp>(op, x, y);

    private static GradientNode Node<TOp>(TOp op, Tensor x, Tensor y, Tensor z)
        where TOp : struct, IBinaryOp => TOp.Keeps == Keeps.Nothing ? new BinaryNode<TOp>(op, x, y) : new KeepingBinaryNode<TOp>(op, x, y, z);

    /// <summary>What a unary operation leaves behind; it keeps its input, its result or nothing.</summary>
    private class UnaryNode<TOp>(TOp op, Tensor x, Tensor y) : GradientNode(x)
        where TOp : struct, IUnaryOp
    {
        private Saved kept = (TOp.Keeps & Keeps.Input) != 0 ? new Saved(x) : (TOp.Keeps & Keeps.Output) != 0 ? new Saved(y) : default;

        public override string Name => typeof(TOp).Name;

        internal override bool GivesOwn => typeof(TOp) == typeof(Relu);

        internal override (Tensor? Result, Tensor?[] Operands) Remembered => (Output.Peek, [Operand.Peek]);

        protected virtual Saved Output => TOp.Keeps == Keeps.Output ? kept : default;

        private Saved Operand => (TOp.Keeps & Keeps.Input) != 0 ? kept : default;

        protected override Tensor?[] Backward(Tensor gradient) =>
            OperandGradients.Of(TOp.HasSlope && !Gradient.IsOn ? Sloped(gradient) : op.Backward(new KeptUnary(Operand, Output), gradient));

        protected override void Forget() => kept = default;

        private Tensor Sloped(Tensor gradient)
        {
            Tensor held = kept.Tensor;
            Tensor slope = RoomFor(Name, gradient, held);
            held.Device.Binary(default(SlopeTimes<TOp>), gradient, held, slope);
            return slope;
        }
    }

    /// <summary>What a unary operation leaves behind that keeps both its input and its result.</summary>
    private sealed class UnaryNodeOfBoth<TOp>(TOp op, Tensor x, Tensor y) : UnaryNode<TOp>(op, x, y)
        where TOp : struct, IUnaryOp
    {
        private Saved output = new(y);

        protected override Saved Output => output;

        protected override void Forget()
        {
            base.Forget();
            output = default;
        }
    }

    /// <summary>What a binary operation leaves behind that keeps nothing.</summary>
    private class BinaryNode<TOp>(TOp op, Tensor x, Tensor y) : GradientNode(x, y)
        where TOp : struct, IBinaryOp
    {
        public override string Name => typeof(TOp).Name;

        protected virtual KeptBinary Kept => default;

        protected override Tensor?[] Backward(Tensor gradient)
        {
            KeptBinary kept = Kept;
            return OperandGradients.Of(
                Input(0) is { } left ? Broadcasting.SumTo(op.BackwardLeft(kept, gradient), left.Shape) : null,
                Input(1) is { } right ? Broadcasting.SumTo(op.BackwardRight(kept, gradient), right.Shape) : null);
        }
    }

    /// <summary>What a binary operation leaves behind that keeps its operands, its result or both.</summary>
    private sealed class KeepingBinaryNode<TOp>(TOp op, Tensor x, Tensor y, Tensor z) : BinaryNode<TOp>(op, x, y)
        where TOp : struct, IBinaryOp
    {
        private Saved left = (TOp.Keeps & Keeps.Input) != 0 ? new Saved(x) : default;
        private Saved right = (TOp.Keeps & Keeps.Input) != 0 ? new Saved(y) : default;
        private Saved output = (TOp.Keeps & Keeps.Output) != 0 ? new Saved(z) : default;

        internal override (Tensor? Result, Tensor?[] Operands) Remembered => (output.Peek, [left.Peek, right.Peek]);

        protected override KeptBinary Kept => new(left, right, output);

        protected override void Forget() => left = right = output = default;
    }
}
