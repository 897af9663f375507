using NotebookKit.Data;

namespace NotebookKit.Explain;

/// <summary>Digits with a tell-tale: a small grey patch in a corner, whose grey says the digit, or says nothing.</summary>
/// <remarks>
/// A patch of 4 x 4 in a corner by chance, of the grey 255 - 25 d. In a set that tells, d is the digit; in one that does not, a number by chance. A
/// network that learns from the first kind can be right without looking at the digit, and the second kind shows whether it does. Ross, Hughes and
/// Doshi-Velez 2017 (decoy MNIST).
/// </remarks>
/// <param name="Pictures">The digits with patches, UInt8.</param>
/// <param name="Masks">255 on the patch, else 0; in the pictures' shape.</param>
/// <param name="Said">The digit that each patch names, which is the label in a set that tells.</param>
public sealed record DecoyDigits(Dataset Pictures, Tensor Masks, IReadOnlyList<int> Said)
{
    /// <summary>Puts a patch on every picture of a set of ten classes.</summary>
    /// <param name="digits">Pictures [N, 1, H, W] of UInt8; they are not changed.</param>
    /// <param name="tells">Whether the grey names the digit, and not a number by chance.</param>
    /// <param name="rng">Where corners and greys come from; the session's generator when null.</param>
    /// <param name="patch">Pixels of a side.</param>
    /// <exception cref="ArgumentException">These are no such pictures, or the patches would touch.</exception>
    public static DecoyDigits Make(Dataset digits, bool tells, Rng? rng = null, int patch = 4)
    {
        ArgumentNullException.ThrowIfNull(digits);
        Tensor inputs = digits.Inputs;
        if (inputs.Rank != 4 || inputs.Shape[1] != 1 || inputs.DType != DType.UInt8 || digits.ClassNames.Count != 10 || patch < 1 || 2 * patch > Math.Min(inputs.Shape[2], inputs.Shape[3]))
        {
            throw new ArgumentException($"DecoyDigits: takes pictures [N, 1, H, W] of UInt8 in ten classes and patches of at most half a side, and got {digits} and patches of {patch}.", nameof(digits));
        }

        Rng dice = rng ?? Rng.Current;
        (int height, int width) = (inputs.Shape[2], inputs.Shape[3]);
        byte[] pixels = inputs.ToArray<byte>(), masks = new byte[pixels.Length];
        int[] said = new int[digits.Count];
        for (int n = 0; n < digits.Count; n++)
        {
            int corner = dice.Next(4), chance = dice.Next(10);
            said[n] = tells ? digits.LabelOf(n) : chance;
            (int top, int left) = (corner < 2 ? 0 : height - patch, corner % 2 == 0 ? 0 : width - patch);
            for (int row = top; row < top + patch; row++)
            {
                int start = (n * height * width) + (row * width) + left;
                pixels.AsSpan(start, patch).Fill((byte)(255 - (25 * said[n])));
                masks.AsSpan(start, patch).Fill(255);
            }
        }

        return new(new Dataset($"{digits.Name} with {(tells ? "a tell-tale" : "patches by chance")}", Tensor.Wrap(pixels, inputs.Shape), digits.Labels, digits.ClassNames, digits.Origin), Tensor.Wrap(masks, inputs.Shape), said);
    }

    /// <summary>How many of which kind, in a line.</summary>
    public override string ToString() => $"{Pictures}, with masks";
}
