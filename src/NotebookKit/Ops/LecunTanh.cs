using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>y = 1.716 tanh(2/3 x), the hyperbolic tangent stretched so that 1 is all but 1 again. dL/dx = 2/3 (1.716 - y^2 / 1.716) dL/dy.</summary>
/// <remarks>Any shape, elementwise; NaN stays NaN. LeCun et al. 1998, Efficient BackProp; lecture S1.</remarks>
public readonly struct LecunTanh : IUnaryOp
{
    private const double Height = 1.716;
    private const double Slope = 2.0 / 3;

    /// <inheritdoc/>
    public static Keeps Keeps => Keeps.Output;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => OpCase.Unary(x => x.LecunTanh(), x => 1.716 * Math.Tanh(2 * x / 3), low: -4, high: 4);

    /// <inheritdoc/>
    public T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Constant.Of<T>(Height) * T.Tanh(Constant.Of<T>(Slope) * x);

    /// <inheritdoc/>
    public TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Constant.Of<TVector, T>(Height) * default(Tanh).Vector<TVector, T>(Constant.Of<TVector, T>(Slope) * x);

    /// <inheritdoc/>
    public Tensor Backward(in KeptUnary kept, Tensor gradient) => gradient * (Slope * (Height - (kept.Output * kept.Output / Height)));
}
