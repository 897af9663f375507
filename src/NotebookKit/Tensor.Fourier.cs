using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Fourier transforms of real numbers; those of complex ones are methods of <see cref="ComplexTensor"/>.</content>
public partial class Tensor
{
    /// <summary>The discrete Fourier transform along an axis, X_k = sum over n of x_n e^(-2 pi i k n / N): all N frequencies.</summary>
    /// <param name="axis">The axis.</param>
    /// <remarks><inheritdoc cref="Ops.Fourier" path="/remarks"/></remarks>
    public ComplexTensor Fft(int axis = -1)
    {
        Check.Floats(nameof(Fft), this);
        return Ops.Fourier.Along(nameof(Fft), new ComplexTensor(this, Zeros(Shape, DType)), axis, inverse: false);
    }

    /// <summary>The frequencies 0 to N/2 of the Fourier transform of real numbers; the others are their conjugates.</summary>
    /// <param name="length">N, to which the axis is cut or filled up with zeros; its size when null.</param>
    /// <param name="axis">The axis; it becomes N/2 + 1 long.</param>
    public ComplexTensor RealFft(int? length = null, int axis = -1)
    {
        Check.Floats(nameof(RealFft), this);
        int along = Ops.Fourier.Axis(nameof(RealFft), Shape, axis);
        ComplexTensor all = Ops.Fourier.Resized(nameof(RealFft), this, along, length).Fft(along);
        AxisIndex[] half = Positions.Along(along, ..((all.Shape[along] / 2) + 1));
        return new ComplexTensor(Slice.Apply(all.Real, half), Slice.Apply(all.Imaginary, half));
    }

    /// <summary>The Fourier transform along two axes, rows and columns of images by default.</summary>
    /// <param name="first">An axis.</param>
    /// <param name="second">Another.</param>
    public ComplexTensor Fft2(int first = -2, int second = -1)
    {
        Check.Floats(nameof(Fft2), this);
        return Ops.Fourier.Along(nameof(Fft2), Ops.Fourier.Along(nameof(Fft2), new ComplexTensor(this, Zeros(Shape, DType)), second, inverse: false), first, inverse: false);
    }

    /// <inheritdoc cref="Ops.FftConvolve"/>
    /// <param name="kernel">g.</param>
    /// <param name="period">The length of the ring for circular convolution; n + k - 1, where nothing meets, when null.</param>
    public Tensor FftConvolve(Tensor kernel, int? period = null) => Ops.FftConvolve.Apply(this, kernel, period);
}
