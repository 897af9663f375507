using System.Numerics;
using NotebookKit.Gradients;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ops;

/// <summary>An operation with its own check cases; a test finds every one of them and runs its cases.</summary>
public interface IOp
{
    /// <summary>Small inputs that show the operation at work, with an independent way to compute the result.</summary>
    static abstract IEnumerable<OpCase> Cases { get; }
}

/// <summary>What an elementwise operation keeps for the way back.</summary>
[Flags]
public enum Keeps
{
    /// <summary>Nothing: the gradient needs only the gradient.</summary>
    Nothing = 0,

    /// <summary>Its input, or both.</summary>
    Input = 1,

    /// <summary>Its result.</summary>
    Output = 2,
}

/// <summary>An operation y = f(x) on each element.</summary>
public interface IUnaryOp : IOp, IUnaryFormula
{
    /// <summary>What <see cref="Backward"/> needs.</summary>
    static abstract Keeps Keeps { get; }

    /// <summary>Whether there is a <see cref="Slope"/>, which makes one pass of the way back where no gradient of the gradient is asked for.</summary>
    static virtual bool HasSlope => false;

    /// <summary>dy/dx from what is kept: from y where that is the result, else from x.</summary>
    /// <param name="kept">Some of the numbers kept.</param>
    static virtual TVector Slope<TVector, T>(TVector kept)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> => throw new NotSupportedException("This operation has no slope in one formula.");

    /// <summary>dL/dx from dL/dy, made of other operations.</summary>
    /// <param name="kept">What <see cref="Keeps"/> asked for.</param>
    /// <param name="gradient">dL/dy.</param>
    Tensor Backward(in KeptUnary kept, Tensor gradient);
}

/// <summary>An operation z = f(x, y) on each pair of elements; axes of size 1 repeat.</summary>
public interface IBinaryOp : IOp, IBinaryFormula
{
    /// <summary>What the backward forms need.</summary>
    static abstract Keeps Keeps { get; }

    /// <summary>dL/dx from dL/dz, in the shape of z.</summary>
    Tensor BackwardLeft(in KeptBinary kept, Tensor gradient);

    /// <summary>dL/dy from dL/dz, in the shape of z.</summary>
    Tensor BackwardRight(in KeptBinary kept, Tensor gradient);
}

/// <summary>What a unary operation kept.</summary>
public readonly struct KeptUnary(Saved input, Saved output)
{
    /// <summary>x.</summary>
    public Tensor Input => input.Tensor;

    /// <summary>y = f(x).</summary>
    public Tensor Output => output.Tensor;
}

/// <summary>What a binary operation kept.</summary>
public readonly struct KeptBinary(Saved left, Saved right, Saved output)
{
    /// <summary>x.</summary>
    public Tensor Left => left.Tensor;

    /// <summary>y.</summary>
    public Tensor Right => right.Tensor;

    /// <summary>z = f(x, y).</summary>
    public Tensor Output => output.Tensor;
}
