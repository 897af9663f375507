namespace NotebookKit.Ops;

/// <summary>Parts of matrices by their diagonals, made of choosing by a mask or by indices, which give the gradients.</summary>
internal static class Triangles
{
    /// <summary>The last two axes with zeros above (lower) or below (upper) a diagonal.</summary>
    public static Tensor Part(string operation, Tensor x, int diagonal, bool lower)
    {
        if (x.Rank < 2)
        {
            throw new ArgumentException($"{operation}: takes matrices, [.., rows, columns], and got {x.Shape}.");
        }

        Tensor rows = Tensor.Arange(0, x.Shape[^2], dtype: DType.Int64).Unsqueeze(1);
        Tensor columns = Tensor.Arange(0, x.Shape[^1], dtype: DType.Int64) - (double)diagonal;
        return x.MaskedFill(lower ? columns > rows : columns < rows, 0);
    }

    /// <summary>The numbers of a diagonal of two axes, along a new last axis.</summary>
    public static Tensor Diagonal(Tensor x, int offset, int first, int second)
    {
        int rowAxis = x.Shape.NormalAxis(first);
        int columnAxis = x.Shape.NormalAxis(second);
        if (rowAxis == columnAxis)
        {
            throw new ArgumentException($"Diagonal: takes two axes of {x.Shape}, and got {first} and {second}.");
        }

        int[] others = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != rowAxis && axis != columnAxis)];
        int rows = x.Shape[rowAxis];
        int columns = x.Shape[columnAxis];
        int[] sizes = [.. others.Select(axis => x.Shape[axis]), checked(rows * columns)];
        return x.Permute([.. others, rowAxis, columnAxis]).Reshape(sizes).IndexSelect(-1, Places(rows, columns, offset));
    }

    /// <summary>A square matrix with a row of numbers on a diagonal and zeros elsewhere.</summary>
    public static Tensor Matrix(Tensor x, int offset)
    {
        int size = checked(x.Count + Math.Abs(offset));
        Tensor flat = Tensor.Full(new Shape(checked(size * size)), 0, x.DType, x.Device);
        Tensor places = Places(size, size, offset);
        return flat.Scatter(0, places, x).Reshape(size, size);
    }

    /// <summary>Which elements of a matrix lie on a diagonal; above the main one where the offset is positive.</summary>
    public static Tensor Places(int rows, int columns, int offset)
    {
        int down = Math.Max(0, -offset);
        int right = Math.Max(0, offset);
        long[] places = new long[Math.Max(0, Math.Min(rows - down, columns - right))];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = ((long)(i + down) * columns) + i + right;
        }

        return Tensor.Wrap(places);
    }
}
