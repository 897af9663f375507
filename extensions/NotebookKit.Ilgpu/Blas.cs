using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace NotebookKit.Ilgpu;

/// <summary>A product C = A B of matrices by rows, in the words of BLAS, which knows matrices by columns: the same memory is C' = B' A'.</summary>
/// <param name="TurnFirst">Whether the first operand there, B, is to be turned.</param>
/// <param name="TurnSecond">Whether the second, A, is.</param>
/// <param name="M">Columns of C.</param>
/// <param name="N">Rows of C.</param>
/// <param name="K">What is summed over.</param>
/// <param name="StepFirst">From column to column of the first operand in memory.</param>
/// <param name="StepSecond">The same of the second.</param>
internal readonly record struct BlasPlan(bool TurnFirst, bool TurnSecond, int M, int N, int K, int StepFirst, int StepSecond)
{
    /// <summary>The plan for two matrices, or null when a matrix lies side by side along neither of its axes, or there is nothing to sum.</summary>
    public static BlasPlan? Of(Tensor a, Tensor b) =>
        a.Shape[1] > 0 && Lies(a) is { } second && Lies(b) is { } first
            ? new BlasPlan(first.Turned, second.Turned, b.Shape[1], a.Shape[0], a.Shape[1], first.Step, second.Step)
            : null;

    // By rows it is, for BLAS, a matrix by columns that is already turned.
    private static (bool Turned, int Step)? Lies(Tensor x)
    {
        (int rows, int columns) = (x.Shape[0], x.Shape[1]);
        return (x.Strides[1] == 1 || columns == 1) && (x.Strides[0] >= columns || rows == 1) ? (false, Math.Max(columns, rows == 1 ? columns : x.Strides[0]))
            : (x.Strides[0] == 1 || rows == 1) && (x.Strides[1] >= rows || columns == 1) ? (true, Math.Max(rows, columns == 1 ? rows : x.Strides[1]))
            : null;
    }
}

/// <summary>cuBLAS, where CUDA's tools are installed in a version that ILGPU binds to (10 to 12).</summary>
internal sealed class Blas : IDisposable
{
    private readonly CuBlas library;

    private Blas(CuBlas library) => this.library = library;

    /// <summary>Opens it, or gives null where it is not there: then the device's own kernel multiplies.</summary>
    public static Blas? Open(Accelerator accelerator)
    {
        if (accelerator is not CudaAccelerator card)
        {
            return null;
        }

        try
        {
            card.Bind();
            return new Blas(new CuBlas(card) { Stream = (CudaStream)card.DefaultStream });
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or NotSupportedException or CuBlasException or TypeInitializationException)
        {
            return null;
        }
    }

    /// <summary>c = a b, or c += a b.</summary>
    public void Multiply<T>(BlasPlan plan, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, bool accumulate)
        where T : unmanaged
    {
        CuBlasOperation first = plan.TurnFirst ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose;
        CuBlasOperation second = plan.TurnSecond ? CuBlasOperation.Transpose : CuBlasOperation.NonTranspose;
        double beta = accumulate ? 1 : 0;
        if (Unsafe.SizeOf<T>() == sizeof(float))
        {
            library.Gemm(first, second, plan.M, plan.N, plan.K, 1f, As<T, float>(b), plan.StepFirst, As<T, float>(a), plan.StepSecond, (float)beta, As<T, float>(c), plan.M);
        }
        else
        {
            library.Gemm(first, second, plan.M, plan.N, plan.K, 1.0, As<T, double>(b), plan.StepFirst, As<T, double>(a), plan.StepSecond, beta, As<T, double>(c), plan.M);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => library.Dispose();

    private static ArrayView<TTo> As<T, TTo>(ArrayView<T> view)
        where T : unmanaged
        where TTo : unmanaged => view.Cast<TTo>();
}
