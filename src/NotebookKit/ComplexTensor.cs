using NotebookKit.Ops;

namespace NotebookKit;

/// <summary>Complex numbers: a tensor of real parts and one of imaginary parts, of one shape.</summary>
/// <remarks>What Fourier transforms and eigenvalues give. There is no complex dtype; gradients flow through both parts like through any tensor.</remarks>
[Display.TypeFormatterSource(typeof(Display.ComplexTensorFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class ComplexTensor
{
    /// <summary>Joins two parts.</summary>
    /// <exception cref="ArgumentException">Their shapes or dtypes differ.</exception>
    public ComplexTensor(Tensor real, Tensor imaginary)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(imaginary);
        Check.SameFloats(nameof(ComplexTensor), real, imaginary);
        if (real.Shape != imaginary.Shape)
        {
            throw new ArgumentException($"ComplexTensor: the parts have one shape, and these are {real.Shape} and {imaginary.Shape}.");
        }

        Real = real;
        Imaginary = imaginary;
    }

    /// <summary>The real parts.</summary>
    public Tensor Real { get; }

    /// <summary>The imaginary parts.</summary>
    public Tensor Imaginary { get; }

    /// <summary>The shape of both parts.</summary>
    public Shape Shape => Real.Shape;

    /// <summary>The kind of float of both parts.</summary>
    public DType DType => Real.DType;

    /// <summary>The sum.</summary>
    public static ComplexTensor operator +(ComplexTensor left, ComplexTensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Real + right.Real, left.Imaginary + right.Imaginary);
    }

    /// <summary>The difference.</summary>
    public static ComplexTensor operator -(ComplexTensor left, ComplexTensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Real - right.Real, left.Imaginary - right.Imaginary);
    }

    /// <summary>The product, (a + bi)(c + di) = (ac - bd) + (ad + bc)i; axes of size 1 repeat.</summary>
    public static ComplexTensor operator *(ComplexTensor left, ComplexTensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new((left.Real * right.Real) - (left.Imaginary * right.Imaginary), (left.Real * right.Imaginary) + (left.Imaginary * right.Real));
    }

    /// <summary>Each number times a real one: a filter's gain.</summary>
    public static ComplexTensor operator *(ComplexTensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return new(left.Real * right, left.Imaginary * right);
    }

    /// <summary>Each number times a plain one.</summary>
    public static ComplexTensor operator *(ComplexTensor left, double right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return new(left.Real * right, left.Imaginary * right);
    }

    /// <summary>a - bi.</summary>
    public ComplexTensor Conjugate() => new(Real, -Imaginary);

    /// <summary>|a + bi|; its gradient at 0 is 0.</summary>
    public Tensor Magnitude() => Tensor.Stack([Real, Imaginary]).Norm(2, 0);

    /// <summary>|a + bi|^2: the power of a spectrum.</summary>
    public Tensor Power() => Real.Square() + Imaginary.Square();

    /// <summary>The angle of a + bi in radians, from -pi to pi. No gradient.</summary>
    public Tensor Phase() =>
        Tensor.From([.. Imaginary.ToArray<double>().Zip(Real.ToArray<double>(), Math.Atan2)], Shape).To(DType);

    /// <summary>The discrete Fourier transform along an axis; see <see cref="Tensor.Fft"/>.</summary>
    /// <param name="axis">The axis.</param>
    public ComplexTensor Fft(int axis = -1) => Fourier.Along(nameof(Fft), this, axis, inverse: false);

    /// <summary>The inverse of the discrete Fourier transform along an axis, with the factor 1/N.</summary>
    /// <param name="axis">The axis.</param>
    public ComplexTensor InverseFft(int axis = -1) => Fourier.Along(nameof(InverseFft), this, axis, inverse: true);

    /// <summary>The Fourier transform along two axes.</summary>
    /// <param name="first">An axis.</param>
    /// <param name="second">Another.</param>
    public ComplexTensor Fft2(int first = -2, int second = -1) => Fourier.Along(nameof(Fft2), Fourier.Along(nameof(Fft2), this, second, inverse: false), first, inverse: false);

    /// <summary>The inverse Fourier transform along two axes.</summary>
    /// <param name="first">An axis.</param>
    /// <param name="second">Another.</param>
    public ComplexTensor InverseFft2(int first = -2, int second = -1) =>
        Fourier.Along(nameof(InverseFft2), Fourier.Along(nameof(InverseFft2), this, second, inverse: true), first, inverse: true);

    /// <summary>The real numbers whose <see cref="Tensor.RealFft"/> this is.</summary>
    /// <param name="length">N; 2 (size - 1) when null, which is wrong for an odd N.</param>
    /// <param name="axis">The axis of the N/2 + 1 frequencies.</param>
    /// <exception cref="ArgumentException">N does not fit the number of frequencies.</exception>
    public Tensor InverseRealFft(int? length = null, int axis = -1)
    {
        int along = Fourier.Axis(nameof(InverseRealFft), Shape, axis);
        int size = Shape[along];
        int whole = length ?? Math.Max(1, 2 * (size - 1));
        if (whole < 1 || (whole / 2) + 1 != size)
        {
            throw new ArgumentException($"InverseRealFft: {size} frequencies along axis {axis} of {Shape} belong to {Math.Max(1, 2 * (size - 1))} or {(2 * size) - 1} numbers, not to {whole}.");
        }

        return Fourier.Along(nameof(InverseRealFft), Fourier.Whole(this, along, whole), along, inverse: true).Real;
    }

    /// <summary>The numbers as C# complex ones, last axis fastest.</summary>
    public System.Numerics.Complex[] ToArray() =>
        [.. Real.ToArray<double>().Zip(Imaginary.ToArray<double>(), (a, b) => new System.Numerics.Complex(a, b))];

    /// <summary>Both parts, one below the other.</summary>
    public override string ToString() => $"{Real}\n+ i *\n{Imaginary}";
}
