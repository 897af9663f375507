namespace NotebookKit.Learners;

/// <summary>When corrections reach the weights. Lecture S2 L2, "Weight update strategy".</summary>
public enum UpdateStrategy
{
    /// <summary>After each example.</summary>
    Instance,

    /// <summary>All corrections of an epoch, computed at the same weights, added at its end.</summary>
    Batch,

    /// <summary>As a batch, for some examples at a time.</summary>
    MiniBatch,
}

/// <summary>How yes and no are written.</summary>
public enum Coding
{
    /// <summary>1 and 0.</summary>
    ZeroOne,

    /// <summary>+1 and -1.</summary>
    PlusMinusOne,
}

/// <summary>What the rule does with an example. Lecture S2 L2, "Formalization of the update rules".</summary>
public enum Correction
{
    /// <summary>The answer was right.</summary>
    Nothing,

    /// <summary>It should have fired: x is added to the weights.</summary>
    Add,

    /// <summary>It should not have fired: x is subtracted.</summary>
    Subtract,
}
