namespace NotebookKit;

/// <content>The index of products of vectors, matrices and more.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Einsum"/>
    /// <param name="equation">The letters, "ij,jk->ik".</param>
    /// <param name="operands">One a group of letters.</param>
    public static Tensor Einsum(string equation, params IReadOnlyList<Tensor> operands) => Ops.Einsum.Apply(equation, operands);

    /// <summary>The scalar product of two vectors: sum over i of x_i y_i, a single number.</summary>
    /// <param name="other">A vector of the same length.</param>
    /// <exception cref="ArgumentException">An operand is no vector, or their lengths differ.</exception>
    public Tensor Dot(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Rank == 1 && Shape == other.Shape
            ? MatMul(other)
            : throw new ArgumentException($"Dot: takes two vectors of one length, and got {Shape} and {other.Shape}; MatMul multiplies matrices.");
    }

    /// <summary>All products of two vectors: z_ij = x_i y_j, [n] and [m] give [n, m].</summary>
    /// <param name="other">A vector.</param>
    /// <exception cref="ArgumentException">An operand is no vector.</exception>
    public Tensor Outer(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Rank == 1 && other.Rank == 1
            ? Unsqueeze(1) * other.Unsqueeze(0)
            : throw new ArgumentException($"Outer: takes two vectors, and got {Shape} and {other.Shape}; Flatten() makes a vector.");
    }

    /// <summary>Kronecker's product: each element of this matrix times the whole other one, [m, n] and [p, q] give [m p, n q].</summary>
    /// <param name="other">A tensor of as many axes.</param>
    /// <exception cref="ArgumentException">The operands have different numbers of axes.</exception>
    public Tensor Kron(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != other.Rank)
        {
            throw new ArgumentException($"Kron: takes tensors of as many axes, and got {Shape} and {other.Shape}; Unsqueeze adds an axis.");
        }

        int[] wide = [.. Shape.SelectMany(size => new[] { size, 1 })];
        int[] narrow = [.. other.Shape.SelectMany(size => new[] { 1, size })];
        int[] sizes = [.. Shape.Zip(other.Shape, (own, others) => checked(own * others))];
        return (Reshape(wide) * other.Reshape(narrow)).Reshape(sizes);
    }

    /// <inheritdoc cref="Ops.Tensordot"/>
    /// <param name="other">The right operand.</param>
    /// <param name="axes">Axes of this tensor.</param>
    /// <param name="otherAxes">Their partners in the other.</param>
    public Tensor Tensordot(Tensor other, ReadOnlySpan<int> axes, ReadOnlySpan<int> otherAxes) => Ops.Tensordot.Apply(this, other, axes, otherAxes);

    /// <inheritdoc cref="Ops.Tensordot"/>
    /// <param name="other">The right operand.</param>
    /// <param name="axes">How many axes are summed: the last of this tensor and the first of the other.</param>
    public Tensor Tensordot(Tensor other, int axes = 2)
    {
        ArgumentNullException.ThrowIfNull(other);
        return axes >= 0 && axes <= Math.Min(Rank, other.Rank)
            ? Tensordot(other, [.. Enumerable.Range(Rank - axes, axes)], [.. Enumerable.Range(0, axes)])
            : throw new ArgumentException($"Tensordot: cannot sum over {axes} axes of {Shape} and {other.Shape}.");
    }

    /// <inheritdoc cref="Ops.DiagonalMatrix"/>
    public Tensor DiagonalMatrix() => Ops.DiagonalMatrix.Apply(this);

    /// <summary>The sum of the diagonal: [.., n, m] gives [..].</summary>
    public Tensor Trace() => Rank >= 2
        ? Ops.Diagonal.Apply(this).Sum(-1)
        : throw new ArgumentException($"Trace: takes a matrix or a stack of them, and got {Shape}.");
}
