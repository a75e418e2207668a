// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant {

/// What a person may do about an Error. Core says it as a value; the command line words it as an option, the
/// window as what its own dialogs offer.
enum class Advice {
    NameProjections,     ///< name the tensors that hold W_Q and W_K; both or neither
    CorrectQueryPattern, ///< the name given for W_Q leads to no tensor
    CorrectKeyPattern,   ///< the name given for W_K leads to no tensor
    LowerTopk,           ///< ask for fewer directions per head
    UseSafetensors,      ///< write the tensors as safetensors instead of a torch file
    ResumeKeepsWork,     ///< the same measurement can resume from what is finished
    StartWithoutResume,  ///< start the measurement over instead of going on
    ChooseRevision,      ///< say which of several revisions of a model is meant
    NameOutput,          ///< say where the artifact goes
    NameBase,            ///< say where the model is that an adapter changes
    ChoosePacking,       ///< say how the tensor that holds W_Q and W_K packs them
    ChooseTower,         ///< say which of several stacks of layers is meant
    ChooseWeights,       ///< say which of several files holds the weights that are meant
    SetConfigValue,      ///< give a value that config.json lacks
};

} // namespace sextant
