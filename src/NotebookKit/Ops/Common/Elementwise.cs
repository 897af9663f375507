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

        return Gradient.Flows(x) ? y.From(new UnaryNode<TOp>(op, x, y)) : y;
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

        return Gradient.Flows(x, y) ? z.From(new BinaryNode<TOp>(op, x, y, z)) : z;
    }

    // The result lies as the operand of its shape does, so that images stay channels-last from layer to layer.
    private static Tensor RoomFor(string operation, Tensor x, Tensor y)
    {
        Shape shape = Broadcasting.Join(operation, x.Shape, y.Shape);
        return x.Shape == shape && x.IsDense ? Tensor.EmptyLike(x)
            : y.Shape == shape && y.IsDense ? Tensor.EmptyLike(y)
            : Tensor.Empty(shape, x.DType, x.Device);
    }

    private sealed class UnaryNode<TOp>(TOp op, Tensor x, Tensor y) : GradientNode(x)
        where TOp : struct, IUnaryOp
    {
        private Saved input = TOp.Keeps.HasFlag(Keeps.Input) ? new Saved(x) : default;
        private Saved output = TOp.Keeps.HasFlag(Keeps.Output) ? new Saved(y) : default;

        public override string Name => typeof(TOp).Name;

        internal override (Tensor? Result, Tensor?[] Operands) Remembered => (output.Peek, [input.Peek]);

        protected override Tensor?[] Backward(Tensor gradient) =>
            [TOp.HasSlope && !Gradient.IsOn ? Sloped(gradient) : op.Backward(new KeptUnary(input, output), gradient)];

        protected override void Forget() => input = output = default;

        private Tensor Sloped(Tensor gradient)
        {
            Tensor kept = TOp.Keeps == Keeps.Output ? output.Tensor : input.Tensor;
            Tensor slope = RoomFor(Name, gradient, kept);
            kept.Device.Binary(default(SlopeTimes<TOp>), gradient, kept, slope);
            return slope;
        }
    }


    private sealed class BinaryNode<TOp>(TOp op, Tensor x, Tensor y, Tensor z) : GradientNode(x, y)
        where TOp : struct, IBinaryOp
    {
        private readonly Shape shapeX = x.Shape;
        private readonly Shape shapeY = y.Shape;
        private Saved left = TOp.Keeps.HasFlag(Keeps.Input) ? new Saved(x) : default;
        private Saved right = TOp.Keeps.HasFlag(Keeps.Input) ? new Saved(y) : default;
        private Saved output = TOp.Keeps.HasFlag(Keeps.Output) ? new Saved(z) : default;

        public override string Name => typeof(TOp).Name;

        internal override (Tensor? Result, Tensor?[] Operands) Remembered => (output.Peek, [left.Peek, right.Peek]);

        protected override Tensor?[] Backward(Tensor gradient)
        {
            KeptBinary kept = new(left, right, output);
            return
            [
                Needs(0) ? Broadcasting.SumTo(op.BackwardLeft(kept, gradient), shapeX) : null,
                Needs(1) ? Broadcasting.SumTo(op.BackwardRight(kept, gradient), shapeY) : null,
            ];
        }

        protected override void Forget() => left = right = output = default;
    }
}
