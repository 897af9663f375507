using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Ops;

namespace NotebookKit;

/// <content>The index of linear algebra: the last two axes are matrices, the axes before them count them. Decompositions are MathNet's, in double precision.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Solve"/>
    /// <param name="right">B.</param>
    public Tensor Solve(Tensor right) => Ops.Solve.Apply(this, right);

    /// <inheritdoc cref="Ops.Inverse"/>
    public Tensor Inverse() => Ops.Inverse.Apply(this);

    /// <inheritdoc cref="Ops.Determinant"/>
    public Tensor Determinant() => Ops.Determinant.Apply(this);

    /// <inheritdoc cref="Ops.LogDeterminant"/>
    public (Tensor Sign, Tensor LogAbs) LogDeterminant() => Ops.LogDeterminant.Apply(this);

    /// <inheritdoc cref="Ops.Cholesky"/>
    public Tensor Cholesky() => Ops.Cholesky.Apply(this);

    /// <inheritdoc cref="Ops.EigenSymmetric"/>
    public (Tensor Values, Tensor Vectors) EigenSymmetric() => Ops.EigenSymmetric.Apply(this);

    /// <inheritdoc cref="Ops.Svd"/>
    public (Tensor U, Tensor S, Tensor V) Svd() => Ops.Svd.Apply(this);

    /// <inheritdoc cref="Ops.Qr"/>
    public (Tensor Q, Tensor R) Qr() => Ops.Qr.Apply(this);

    /// <inheritdoc cref="Ops.PseudoInverse"/>
    /// <param name="cutoff">Singular values up to this part of the largest count as 0; max(m, n) units in the last place when null.</param>
    public Tensor PseudoInverse(double? cutoff = null) => Ops.PseudoInverse.Apply(this, cutoff);

    /// <summary>The X that makes |A X - B| smallest, the shortest of several: <see cref="PseudoInverse"/> times B, for A of any shape and rank.</summary>
    /// <param name="right">B, [.., m, k], or one vector [m].</param>
    /// <param name="cutoff">Singular values up to this part of the largest count as 0.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public Tensor LeastSquares(Tensor right, double? cutoff = null)
    {
        ArgumentNullException.ThrowIfNull(right);
        Matrices.Check(nameof(LeastSquares), this);
        Check.SameFloats(nameof(LeastSquares), this, right);
        if (right.Rank == 0 || right.Shape[right.Rank == 1 ? ^1 : ^2] != Shape[^2])
        {
            throw new ArgumentException($"LeastSquares: {Shape} needs right sides [{Shape[^2]}] or [.., {Shape[^2]}, k], and got {right.Shape}.");
        }

        double limit = Ranks.Cutoff(this, cutoff);
        return To(DType.Float64).PseudoInverse(limit).MatMul(right.To(DType.Float64)).To(DType);
    }

    /// <inheritdoc cref="Ranks"/>
    /// <param name="cutoff">Singular values up to this part of the largest count as 0; max(m, n) units in the last place when null.</param>
    public Tensor MatrixRank(double? cutoff = null) => Ranks.Apply(this, cutoff);

    /// <summary>The largest singular value over the smallest, [..]: by how much a solution may magnify relative errors; infinite for a singular matrix.</summary>
    /// <exception cref="ArgumentException">The matrices are empty.</exception>
    public Tensor ConditionNumber()
    {
        Matrices.Check(nameof(ConditionNumber), this);
        if (Shape[^1] == 0 || Shape[^2] == 0)
        {
            throw new ArgumentException($"ConditionNumber: {Shape} has no singular values.");
        }

        Tensor s = Svd().S;
        return s.Amax(-1) / s.Amin(-1);
    }

    /// <summary>The eigenvalues of square matrices, [.., n], complex, ascending by real part and then by imaginary part. No gradient.</summary>
    /// <remarks>For symmetric matrices <see cref="EigenSymmetric"/> is faster, has vectors and a gradient.</remarks>
    public ComplexTensor Eigenvalues()
    {
        Matrices.Check(nameof(Eigenvalues), this, square: true);
        int n = Shape[^1];
        Tensor both = Matrices.Each(Detach().To(DType.Float64), 2, n, (a, _) =>
        {
            System.Numerics.Complex[] values = [.. a.Evd(Symmetricity.Asymmetric).EigenValues.OrderBy(value => value.Real).ThenBy(value => value.Imaginary)];
            return Matrix<double>.Build.Dense(2, n, (part, i) => part == 0 ? values[i].Real : values[i].Imaginary);
        }).To(DType);
        return new ComplexTensor(Matrices.Rows(both, ..1).Squeeze(-2), Matrices.Rows(both, 1..).Squeeze(-2));
    }

    /// <summary>X X .. X, a whole number of times; of the inverse for a negative one, and the identity for 0.</summary>
    /// <param name="exponent">How often.</param>
    /// <exception cref="ArgumentException">A matrix is not square, or singular for a negative exponent.</exception>
    public Tensor MatrixPower(int exponent)
    {
        Matrices.Check(nameof(MatrixPower), this, square: true);
        Tensor square = exponent < 0 ? Inverse() : this;
        Tensor power = Matrices.Constant(Shape[^1], Device, (i, j) => i == j ? 1 : 0).To(DType).Expand(Shape);
        for (long bits = Math.Abs((long)exponent); bits > 0; bits >>= 1)
        {
            power = (bits & 1) == 1 ? power.MatMul(square) : power;
            square = bits > 1 ? square.MatMul(square) : square;
        }

        return power;
    }

    /// <inheritdoc cref="Ops.MatrixExp"/>
    public Tensor MatrixExp() => Ops.MatrixExp.Apply(this);

    /// <summary>Frobenius' norm of matrices: the root of the sum of all squares.</summary>
    public Tensor FrobeniusNorm()
    {
        Matrices.Check(nameof(FrobeniusNorm), this);
        return Norm(2, [-2, -1]);
    }

    /// <summary>The nuclear norm of matrices: the sum of the singular values.</summary>
    public Tensor NuclearNorm()
    {
        Matrices.Check(nameof(NuclearNorm), this);
        return Svd().S.Sum(-1);
    }

    /// <summary>The spectral norm of matrices: the largest singular value, the most that a vector is stretched.</summary>
    public Tensor SpectralNorm()
    {
        Matrices.Check(nameof(SpectralNorm), this);
        return Svd().S.Amax(-1);
    }
}
