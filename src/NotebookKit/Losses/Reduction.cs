namespace NotebookKit.Losses;

/// <summary>How the losses of the elements or examples become one number.</summary>
public enum Reduction
{
    /// <summary>Their mean: the size of the batch does not change the size of the step.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay as they are, one an element or example.</summary>
    None,
}
