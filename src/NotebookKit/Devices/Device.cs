using NotebookKit.Kernels;
using NotebookKit.Memory;

namespace NotebookKit.Devices;

/// <summary>Where numbers live and are computed: the primitive kernels that every operation is made of.</summary>
/// <remarks>
/// A device gets operands that its operation has checked; unless said otherwise they are contiguous and the result has
/// its room. Fused kernels are virtual and written here in plain steps, so that a new device begins with the
/// primitives and adds the fused ones where they pay.
/// </remarks>
public abstract partial class Device
{
    /// <summary>This machine's processor.</summary>
    public static Device Cpu { get; } = new CpuDevice();

    /// <summary>The name that a message shows.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Room for numbers, unfilled.</summary>
    internal abstract Storage Allocate(DType dtype, int count, BufferScope? scope);

    /// <summary>y = value.</summary>
    internal abstract void Fill(Tensor y, double value);

    /// <summary>y = x, from a view to contiguous numbers.</summary>
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

    /// <summary>Softmax, or its logarithm, of each row.</summary>
    internal abstract void Softmax(Tensor x, Tensor y, bool logarithm);

    /// <summary>The cross-entropy of each row against its label, and the softmax for the way back.</summary>
    internal abstract void CrossEntropy(Tensor logits, Tensor labels, Tensor probabilities, Tensor losses);

    /// <summary>gradient = (probabilities - one-hot labels) scale.</summary>
    internal abstract void CrossEntropyGradient(Tensor probabilities, Tensor labels, double scale, Tensor gradient);

    /// <summary>y from [low, high), the numbers of blocks from <paramref name="firstBlock"/> on.</summary>
    internal abstract void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high);

    /// <summary>y normal, the numbers of blocks from <paramref name="firstBlock"/> on.</summary>
    internal abstract void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation);

    /// <summary>A step of gradient descent with momentum; <paramref name="velocity"/> is null without.</summary>
    internal abstract void SgdStep(Tensor weight, Tensor gradient, Tensor? velocity, double rate, double momentum, double decay, bool nesterov);

    /// <summary>A step of Adam; <paramref name="step"/> and <paramref name="rootCorrection"/> hold the bias corrections.</summary>
    internal abstract void AdamStep(
        Tensor weight, Tensor gradient, Tensor mean, Tensor square, (double First, double Second) beta, double step, double rootCorrection, double epsilon, double decay);
}
