using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Arithmetic on Int64 and UInt8. No gradient flows through whole numbers.</summary>
/// <remarks>Shapes that fit by repeating axes of size 1. What does not fit wraps around, as in PyTorch: 250 + 10 is 4 in UInt8.</remarks>
internal static class WholeNumbers
{
    /// <summary>Whether a tensor holds Int64 or UInt8.</summary>
    public static bool Are(Tensor? x) => x is { DType: DType.Int64 or DType.UInt8 };

    /// <summary>Whether both hold the same kind of whole number.</summary>
    public static bool Are(Tensor? x, Tensor? y) => Are(x) && y?.DType == x!.DType;

    /// <summary>x + y.</summary>
    public static Tensor Add(Tensor x, Tensor y) => Run<Sum>(nameof(Add), x, y);

    /// <summary>x - y.</summary>
    public static Tensor Subtract(Tensor x, Tensor y) => Run<Difference>(nameof(Subtract), x, y);

    /// <summary>x y.</summary>
    public static Tensor Multiply(Tensor x, Tensor y) => Run<Product>(nameof(Multiply), x, y);

    /// <summary>-x, wrapped for UInt8.</summary>
    public static Tensor Negate(Tensor x) => Run<Difference>(nameof(Negate), Tensor.Full(new Shape([]), 0, x.DType, x.Device), x);

    /// <summary>The largest whole number not above x / y.</summary>
    public static Tensor FloorDivide(Tensor x, Tensor y) => Run<Quotient>(nameof(FloorDivide), x, NoZeros(nameof(FloorDivide), x, y));

    /// <summary>What is left of x after whole steps of y, with the sign of y.</summary>
    public static Tensor Remainder(Tensor x, Tensor y) => Run<Rest>(nameof(Remainder), x, NoZeros(nameof(Remainder), x, y));

    /// <summary>Whether both are true.</summary>
    public static Tensor And(Tensor x, Tensor y) => Logic<Both>(nameof(And), x, y);

    /// <summary>Whether one is true, or both.</summary>
    public static Tensor Or(Tensor x, Tensor y) => Logic<Either>(nameof(Or), x, y);

    /// <summary>Whether exactly one is true.</summary>
    public static Tensor Xor(Tensor x, Tensor y) => Logic<OneOnly>(nameof(Xor), x, y);

    /// <summary>Whether it is false.</summary>
    public static Tensor Not(Tensor x) => Logic<OneOnly>(nameof(Not), x, Tensor.Full(new Shape([]), 1, DType.Bool, x.Device));

    private static Tensor Logic<TFormula>(string operation, Tensor x, Tensor y)
        where TFormula : struct, IWholeFormula
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Kinds.Truths(operation, x);
        Kinds.Truths(operation, y);
        return Run<TFormula>(operation, x, y);
    }

    private static Tensor Run<TFormula>(string operation, Tensor x, Tensor y)
        where TFormula : struct, IWholeFormula
    {
        Kinds.Same(operation, x, y);
        Tensor z = Tensor.Empty(Broadcasting.Join(operation, x.Shape, y.Shape), x.DType, x.Device);
        x.Device.Whole<TFormula>(x, y, z);
        return z;
    }

    private static Tensor NoZeros(string operation, Tensor x, Tensor y) => y.EqualTo(0).Any().Item() == 0
        ? y
        : throw new ArgumentException($"{operation}: there is a 0 among the divisors {y.Shape} of {x.Shape}; whole numbers have no infinity, so mask them first or cast to floats.");

    public readonly struct Sum : IWholeFormula
    {
        public static T Of<T>(T x, T y)
            where T : IBinaryInteger<T> => x + y;
    }

    public readonly struct Difference : IWholeFormula
    {
        public static T Of<T>(T x, T y)
            where T : IBinaryInteger<T> => x - y;
    }

    public readonly struct Product : IWholeFormula
    {
        public static T Of<T>(T x, T y)
            where T : IBinaryInteger<T> => x * y;
    }

    public readonly struct Quotient : IWholeFormula
    {
        public static T Of<T>(T x, T y)
            where T : IBinaryInteger<T>
        {
            // The processor traps where the lowest number is divided by -1.
            if (T.IsNegative(y) && y + T.One == T.Zero)
            {
                return T.Zero - x;
            }

            T quotient = x / y;
            return quotient * y != x && T.IsNegative(x) != T.IsNegative(y) ? quotient - T.One : quotient;
        }
    }

    public readonly struct Rest : IWholeFormula
    {
        public static T Of<T>(T x, T y)
            where T : IBinaryInteger<T> => x - (Quotient.Of(x, y) * y);
    }

    public readonly struct Both : IWholeFormula
    {
        public static T Of<T>(T x, T y)
            where T : IBinaryInteger<T> => x & y;
    }

    public readonly struct Either : IWholeFormula
    {
        public static T Of<T>(T x, T y)
            where T : IBinaryInteger<T> => x | y;
    }

    public readonly struct OneOnly : IWholeFormula
    {
        public static T Of<T>(T x, T y)
            where T : IBinaryInteger<T> => x ^ y;
    }
}
