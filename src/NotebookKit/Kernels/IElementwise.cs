using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>A formula y = f(x) applied to each element: the same in scalar and vector form.</summary>
public interface IUnaryFormula
{
    /// <summary>f of one number.</summary>
    T Scalar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>f of some numbers at once; of one, it is the form that a GPU compiles.</summary>
    TVector Vector<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>A formula z = f(x, y) applied to each pair of elements: the same in scalar and vector form.</summary>
public interface IBinaryFormula
{
    /// <summary>f of one pair.</summary>
    T Scalar<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>f of some pairs at once; of one, it is the form that a GPU compiles.</summary>
    TVector Vector<TVector, T>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>;
}
