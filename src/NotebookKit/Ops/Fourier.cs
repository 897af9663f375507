using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The discrete Fourier transform: X_k = sum over n of x_n e^(-2 pi i k n / N), and its inverse, x_n = 1/N sum over k of X_k e^(2 pi i k n / N).</summary>
/// <remarks>
/// Any length, in O(N log N): powers of two directly, others by Bluestein's convolution (MathNet), in double precision; there the
/// relative error grows to about 1e-15 N. Along one axis of a <see cref="ComplexTensor"/>. As in NumPy the factor 1/N stands in the inverse. The transform is linear; its gradient is
/// the transform with the other sign in the exponent. Inside, both parts lie side by side in a last axis of size 2.
/// Lecture S2 L6 (convolution theorem).
/// </remarks>
public sealed class Fourier : GradientNode, IOp
{
    private readonly bool backwards;

    private Fourier(Tensor x, bool backwards)
        : base(x) => this.backwards = backwards;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(1, 2), new(4, 2), new(5, 2), new(2, 6, 2), new(7, 2), new(0, 3, 2) })
            {
                yield return new OpCase($"{shape}", [shape], x => Apply(x[0], backwards: false), x => Reference(x[0], shape, -1));
                yield return new OpCase($"{shape} backwards", [shape], x => Apply(x[0], backwards: true), x => Reference(x[0], shape, 1));
            }
        }
    }

    /// <summary>The transform of complex numbers along an axis, without any factor for the one and with 1/N for the inverse.</summary>
    public static ComplexTensor Along(string operation, ComplexTensor x, int axis, bool inverse)
    {
        ArgumentNullException.ThrowIfNull(x);
        int along = Axis(operation, x.Shape, axis);
        Tensor pairs = Tensor.Stack([x.Real.Transpose(along, -1), x.Imaginary.Transpose(along, -1)], -1);
        Tensor y = Apply(pairs, inverse);
        y = inverse ? y / x.Shape[along] : y;
        return new ComplexTensor(Part(y, 0).Transpose(along, -1), Part(y, 1).Transpose(along, -1));
    }

    /// <summary>An axis that exists and is not empty.</summary>
    /// <exception cref="ArgumentException">It does not, or is.</exception>
    public static int Axis(string operation, Shape shape, int axis)
    {
        int along = axis < 0 ? axis + shape.Rank : axis;
        return along >= 0 && along < shape.Rank && shape[along] > 0
            ? along
            : throw new ArgumentException($"{operation}: axis {axis} of {shape} does not exist or is empty; a transform needs one number or more.");
    }

    /// <summary>The numbers cut or filled up with zeros to a length along an axis.</summary>
    public static Tensor Resized(string operation, Tensor x, int axis, int? length)
    {
        int size = x.Shape[axis];
        if (length is not { } wanted || wanted == size)
        {
            return x;
        }

        if (wanted < 1)
        {
            throw new ArgumentException($"{operation}: the length {wanted} for axis {axis} of {x.Shape} is 1 or more.");
        }

        return wanted < size
            ? Slice.Apply(x, Positions.Along(axis, ..wanted))
            : x.Pad(0, [(0, wanted - size), .. Enumerable.Repeat((0, 0), x.Rank - 1 - axis)]);
    }

    /// <summary>The spectrum of N real numbers from its first N/2 + 1 numbers: the others are their conjugates in reverse order.</summary>
    public static ComplexTensor Whole(ComplexTensor half, int axis, int length)
    {
        int mirrored = length - half.Shape[axis];
        if (mirrored <= 0)
        {
            return half;
        }

        AxisIndex[] inside = Positions.Along(axis, 1..(mirrored + 1));
        return new ComplexTensor(
            Tensor.Concat([half.Real, Slice.Apply(half.Real, inside).Flip(axis)], axis),
            Tensor.Concat([half.Imaginary, -Slice.Apply(half.Imaginary, inside).Flip(axis)], axis));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Apply(gradient, !backwards)];

    private static Tensor Apply(Tensor x, bool backwards)
    {
        Check.Floats(nameof(Fourier), x);
        int length = x.Shape[^2];
        double[] numbers = x.ToArray<double>();
        Span<Complex> all = System.Runtime.InteropServices.MemoryMarshal.Cast<double, Complex>(numbers.AsSpan());
        Complex[] run = new Complex[length];
        for (int start = 0; start < all.Length; start += length)
        {
            all.Slice(start, length).CopyTo(run);
            if (backwards)
            {
                MathNet.Numerics.IntegralTransforms.Fourier.Inverse(run, FourierOptions.NoScaling);
            }
            else
            {
                MathNet.Numerics.IntegralTransforms.Fourier.Forward(run, FourierOptions.NoScaling);
            }

            run.CopyTo(all[start..]);
        }

        Tensor y = Tensor.From(numbers, x.Shape).To(x.DType).To(x.Device);
        return Gradient.Flows(x) ? y.From(new Fourier(x, backwards)) : y;
    }

    private static Tensor Part(Tensor pairs, int part) => Slice.Apply(pairs, Positions.Along(pairs.Rank - 1, part..(part + 1))).Squeeze(-1);

    private static double[] Reference(double[] x, Shape shape, int sign)
    {
        int length = shape[^2];
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length / 2; i++)
        {
            int first = i / length * length;
            for (int n = 0; n < length; n++)
            {
                Complex turned = new Complex(x[2 * (first + n)], x[(2 * (first + n)) + 1]) * Complex.Exp(new Complex(0, sign * 2 * Math.PI * (i - first) * n / length));
                y[2 * i] += turned.Real;
                y[(2 * i) + 1] += turned.Imaginary;
            }
        }

        return y;
    }
}
