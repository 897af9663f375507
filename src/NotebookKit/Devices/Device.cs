using System.Numerics;
using NotebookKit.Kernels;
using NotebookKit.Memory;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <summary>Where numbers live and are computed: the primitive kernels that every operation is made of.</summary>
/// <remarks>
/// A device gets operands that its operation has checked; unless said otherwise they are contiguous and the result has
/// its room. What is abstract is a primitive. Fused kernels are virtual and written in plain steps in the other files of
/// this class, so that a new device begins with the primitives and adds the fused ones where they pay.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public abstract partial class Device
{
    /// <summary>This machine's processor.</summary>
    public static Device Cpu { get; } = new CpuDevice();

    /// <summary>The processor again, one number at a time and in double precision: slow, and made to be compared with.</summary>
    public static Device Reference { get; } = new ReferenceDevice();

    /// <summary>No processor at all: tensors have shapes and no numbers, so a network can be built and counted at no cost. PyTorch calls this meta.</summary>
    public static Device ShapesOnly { get; } = new ShapeDevice();

    /// <summary>Where new tensors live here and now: the processor, unless another device was made their home.</summary>
    internal static Device Home => AmbientState.Current.Home ?? Cpu;

    /// <summary>Lets new zeros, ones and random numbers, and so the weights of new layers, live on this device until the result is disposed.</summary>
    public IDisposable MakeHome() => AmbientState.Enter(AmbientState.Current with { Home = OperationWatch.Plain(this) });

    /// <summary>The name that a message shows.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Room for numbers, unfilled.</summary>
    /// <param name="dtype">The kind of number.</param>
    /// <param name="count">How many.</param>
    /// <param name="lasting">Whether it outlives the open <see cref="BufferScope"/>.</param>
    internal abstract Storage Allocate(DType dtype, int count, bool lasting = false);

    /// <summary>A tensor of this device where the processor can read it: itself, unless the device has a memory of its own.</summary>
    internal virtual Tensor Hosted(Tensor x) => x;

    /// <summary>y = value.</summary>
    internal abstract void Fill(Tensor y, double value);

    /// <summary>y = x, from a view to contiguous numbers; a device with a memory of its own takes an x of the processor's too.</summary>
    internal abstract void Gather(Tensor x, Tensor y);

    /// <summary>y = x, from contiguous numbers into a view.</summary>
    internal abstract void Scatter(Tensor x, Tensor y);

    /// <summary>y = x as another kind of number.</summary>
    internal abstract void Cast(Tensor x, Tensor y);

    /// <summary>y = f(x).</summary>
    internal abstract void Unary<TFormula>(TFormula formula, Tensor x, Tensor y)
        where TFormula : struct, IUnaryFormula;

    /// <summary>z = f(x, y), where x and y may be views and axes of size 1 repeat.</summary>
    internal abstract void Binary<TFormula>(TFormula formula, Tensor x, Tensor y, Tensor z)
        where TFormula : struct, IBinaryFormula;

    /// <summary>y[o, i] = sum over m of x[o, m, i], for floats and Int64.</summary>
    internal abstract void Sum(Tensor x, int outer, int middle, int inner, Tensor y);

    /// <summary>y[o, i] = the m of the largest x[o, m, i].</summary>
    internal abstract void ArgMax(Tensor x, int outer, int middle, int inner, Tensor y);

    /// <summary>y[o, k, i] = x[o, indices[o, k, i], i] for x of [outer, middle, inner] and count places k.</summary>
    internal abstract void Pick(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y);

    /// <summary>y[o, indices[o, k, i], i] += x[o, k, i] for y of [outer, middle, inner] and count places k.</summary>
    internal abstract void AddPicked(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y);

    /// <summary>c = a b, or c += a b; a and b are matrices that may be views.</summary>
    internal abstract void MatMul(Tensor a, Tensor b, Tensor c, bool accumulate);

    /// <summary>c = a b for each pair of matrices [.., m, k] and [.., k, n]; a and b may be views, and all have the same leading axes.</summary>
    /// <remarks>One product after the other where a device has no better way.</remarks>
    internal virtual void MatMulEach(Tensor a, Tensor b, Tensor c)
    {
        Shape batch = new(c.Shape.Span[..^2]);
        for (int i = 0; c.Count > 0 && i < batch.Count; i++)
        {
            AxisIndex[] place = Array.ConvertAll(Positions.Of(i, batch), at => (AxisIndex)at);
            MatMul(Slice.View(a, place), Slice.View(b, place), Slice.View(c, place), accumulate: false);
        }
    }

    /// <summary>c = a b with <paramref name="row"/> added to each of its rows.</summary>
    /// <remarks>The row is copied into c and the product added where a device has no better way.</remarks>
    internal virtual void MatMulOnRow(Tensor a, Tensor b, Tensor row, Tensor c)
    {
        Gather(new Tensor(row.Storage, c.Shape, [0, row.Strides[0]], row.Offset, row.Device), c);
        MatMul(a, b, c, accumulate: true);
    }

    /// <summary>y from [low, high), the numbers of blocks from <paramref name="firstBlock"/> on.</summary>
    internal abstract void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high);

    /// <summary>y normal, the numbers of blocks from <paramref name="firstBlock"/> on.</summary>
    internal abstract void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation);

    /// <summary>Moves each weight by an optimiser's rule; the tensors lie in one order, and the states are null where the rule has none.</summary>
    internal abstract void Update<TRule, T>(TRule rule, Tensor weight, Tensor gradient, Tensor? first = null, Tensor? second = null, Tensor? third = null)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
