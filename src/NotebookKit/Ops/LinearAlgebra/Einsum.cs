namespace NotebookKit.Ops;

/// <summary>Einstein's summation: products of tensors whose axes are named by letters, summed over the letters that the result leaves out.</summary>
/// <remarks>
/// "ij,jk->ik" is the matrix product, "bij,bjk->bik" one for each b, "ii->i" the diagonal, "ii" or "ii->" the trace, "ij->ji" the
/// transpose, "i,j->ij" the outer product, "...ij->...ji" leaves leading axes alone. Without "->" the result has the letters that
/// stand once, in the order of the alphabet, after the "..." axes. Axes of one letter have one size or 1, which repeats. Operands
/// are taken from left to right; each pair is one (batched) matrix product, and letters that nobody needs any more are
/// summed as early as that allows. NumPy's einsum.
/// </remarks>
public static class Einsum
{
    /// <summary>The sum that the letters ask for.</summary>
    /// <exception cref="ArgumentException">The letters do not fit the operands, or sizes of one letter differ.</exception>
    public static Tensor Apply(string equation, IReadOnlyList<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(operands);
        EinsumEquation plan = EinsumEquation.Parse(equation, operands);
        Labelled result = Own(operands[0], plan.Inputs[0], plan);
        for (int i = 1; i < operands.Count; i++)
        {
            HashSet<char> later = [.. plan.Output, .. plan.Inputs.Skip(i + 1).SelectMany(letters => letters)];
            result = Pair(result, Own(operands[i], plan.Inputs[i], plan), later);
        }

        result = SumOut(result, plan.Output.Contains);
        return result.Tensor.Permute([.. plan.Output.Select(letter => result.Letters.IndexOf(letter, StringComparison.Ordinal))]);
    }

    // A letter that stands twice takes the diagonal, and an axis of size 1 that repeats against a larger one is none.
    private static Labelled Own(Tensor x, string letters, EinsumEquation plan)
    {
        for (int axis = letters.Length - 1; axis >= 0; axis--)
        {
            if (x.Shape[axis] == 1 && plan.Sizes[letters[axis]] != 1)
            {
                x = x.Squeeze(axis);
                letters = letters.Remove(axis, 1);
            }
        }

        for (int axis = 0; axis < letters.Length; axis++)
        {
            int again = letters.IndexOf(letters[axis], axis + 1);
            if (again >= 0)
            {
                x = Diagonal.Apply(x, axis, again);
                letters = letters.Remove(again, 1).Remove(axis, 1) + letters[axis];
                axis--;
            }
        }

        return new Labelled(x, letters);
    }

    private static Labelled Pair(Labelled a, Labelled b, HashSet<char> later)
    {
        a = SumOut(a, letter => later.Contains(letter) || b.Letters.Contains(letter, StringComparison.Ordinal));
        b = SumOut(b, letter => later.Contains(letter) || a.Letters.Contains(letter, StringComparison.Ordinal));
        string shared = string.Concat(a.Letters.Where(b.Letters.Contains));
        string batch = string.Concat(shared.Where(later.Contains));
        string summed = string.Concat(shared.Where(letter => !later.Contains(letter)));
        string onlyA = string.Concat(a.Letters.Where(letter => !shared.Contains(letter, StringComparison.Ordinal)));
        string onlyB = string.Concat(b.Letters.Where(letter => !shared.Contains(letter, StringComparison.Ordinal)));
        int[] batchSizes = a.Sizes(batch);
        int[] sizesA = a.Sizes(onlyA);
        int[] sizesB = b.Sizes(onlyB);
        int inner = new Shape(a.Sizes(summed)).Count;
        Tensor left = a.InOrder(batch + onlyA + summed);
        Tensor right = b.InOrder(batch + summed + onlyB);
        string letters = batch + onlyA + onlyB;
        if (summed.Length == 0)
        {
            // Nothing to sum: a product of numbers, each repeated along the other's axes.
            Tensor spread = left.Reshape([.. batchSizes, .. sizesA, .. Enumerable.Repeat(1, sizesB.Length)]);
            return new Labelled(spread * right.Reshape([.. batchSizes, .. Enumerable.Repeat(1, sizesA.Length), .. sizesB]), letters);
        }

        int count = new Shape(batchSizes).Count;
        if (batch.Length > 0 && onlyA.Length == 0 && onlyB.Length == 0)
        {
            return new Labelled((left.Reshape(count, inner) * right.Reshape(count, inner)).Sum(1).Reshape(batchSizes), letters);
        }

        Tensor rows = left.Reshape([.. Batch(count, batch), new Shape(sizesA).Count, inner]);
        Tensor columns = right.Reshape([.. Batch(count, batch), inner, new Shape(sizesB).Count]);
        return new Labelled(rows.MatMul(columns).Reshape([.. batchSizes, .. sizesA, .. sizesB]), letters);
    }

    private static int[] Batch(int count, string batch) => batch.Length == 0 ? [] : [count];

    private static Labelled SumOut(Labelled x, Func<char, bool> needed)
    {
        int[] axes = [.. Enumerable.Range(0, x.Letters.Length).Where(axis => !needed(x.Letters[axis]))];
        return axes.Length == 0 ? x : new Labelled(x.Tensor.Sum(axes), string.Concat(x.Letters.Where(needed)));
    }

    private readonly record struct Labelled(Tensor Tensor, string Letters)
    {
        public int[] Sizes(string letters)
        {
            Labelled own = this;
            return [.. letters.Select(letter => own.Tensor.Shape[own.Letters.IndexOf(letter, StringComparison.Ordinal)])];
        }

        public Tensor InOrder(string letters)
        {
            Labelled own = this;
            return Tensor.Permute([.. letters.Select(letter => own.Letters.IndexOf(letter, StringComparison.Ordinal))]);
        }
    }
}
